//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The pages that a customer sees while connecting: forms, choices, what went wrong.
package enum HostedPages {}
