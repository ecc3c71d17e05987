//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

// What of Linux and OpenSSL Swift cannot see by itself: headers outside its C library module, and macros.

#ifndef PASSTHROUGH_PLATFORM_H
#define PASSTHROUGH_PLATFORM_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// epoll_event is packed: its token is read and written here.

static inline int passthrough_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

static inline uint64_t passthrough_epoll_token(const struct epoll_event *event) { return event->data.u64; }

static inline uint32_t passthrough_epoll_events(const struct epoll_event *event) { return event->events; }

// accept4 is declared for GNU programs only; the header that has it belongs to Swift's own module.

struct sockaddr;
extern int accept4(int descriptor, struct sockaddr *address, unsigned int *size, int flags);

static inline int passthrough_accept(int descriptor, int flags) { return accept4(descriptor, 0, 0, flags); }

// Macros of OpenSSL.

static inline void passthrough_bio_retry_read(BIO *bio) {
    BIO_clear_retry_flags(bio);
    BIO_set_retry_read(bio);
}

static inline void passthrough_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

static inline long passthrough_ssl_set_server_name(SSL *ssl, const char *name) {
    return SSL_set_tlsext_host_name(ssl, name);
}

static inline long passthrough_ssl_context_set_minimum_tls12(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

static inline long passthrough_ssl_context_set_modes(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    return SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static inline long passthrough_ssl_context_add_chain(SSL_CTX *context, X509 *certificate) {
    return SSL_CTX_add1_chain_cert(context, certificate);
}

static inline int passthrough_bio_type(void) { return BIO_get_new_index() | BIO_TYPE_SOURCE_SINK; }

#endif
