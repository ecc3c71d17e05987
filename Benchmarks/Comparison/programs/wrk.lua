-- Passthrough
-- SPDX-License-Identifier: Apache-2.0
--
-- wrk -s wrk.lua URL -- BODY-BYTES: a GET, or a POST with a body of so many bytes; at the end one line of exact sums.

function init(words)
  local size = tonumber(words[1])
  if size > 0 then
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    wrk.body = string.rep("1", size)
  end
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("sums %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
