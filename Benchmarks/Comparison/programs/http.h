// Passthrough
// SPDX-License-Identifier: Apache-2.0
//
// What the caller's programs share: a loopback channel, one prepared request, and knowing when its answer is whole.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
    char text[4096];
    size_t length;
};

// Returns 0 when the request does not fit.
static inline int request_get(struct request *request, const char *path, const char *host, const char *token) {
    int length = snprintf(request->text, sizeof request->text,
                          "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench/1\r\nAccept: application/json\r\n"
                          "Authorization: Bearer %s\r\n\r\n",
                          path, host, token);
    request->length = (size_t)length;
    return length > 0 && request->length < sizeof request->text;
}

// A channel to a port of this machine, or -1.
static inline int open_channel(int port) {
    int channel = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (channel < 0) return -1;
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(channel, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(channel, (struct sockaddr *)&to, sizeof to) == 0) return channel;
    close(channel);
    return -1;
}

// 1 when `text` (NUL at its end) is a whole answer with a Content-Length, 0 when there is more to come, -1 when it
// cannot be told.
static inline int answer_is_whole(const char *text, size_t length) {
    const char *end = strstr(text, "\r\n\r\n");
    if (end == NULL) return 0;
    const char *field = strcasestr(text, "\r\ncontent-length:");
    if (field == NULL || field > end) return -1;
    size_t body = strtoul(field + strlen("\r\ncontent-length:"), NULL, 10);
    return length >= (size_t)(end + 4 - text) + body;
}

static inline int answer_is_good(const char *text) { return strncmp(text, "HTTP/1.1 200", 12) == 0; }
