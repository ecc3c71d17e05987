// Passthrough
// SPDX-License-Identifier: Apache-2.0
//
// The vendor of the comparison: HTTP/1.1 with keep-alive, one thread, plain or TLS.
//
//     vendor PORT [CERTIFICATE KEY]
//
// /bytes/N is answered with N bytes, /echo with the request's head as it came, "requests-on-channel: K" and
// "body-bytes: M". A request body is read and dropped; the answer comes after it.
//
// A proxy that leaves work out is seen at every request: 403 without a vendor's credential or with a caller's key
// anywhere in the head, 421 with the caller's Host, 404 with the prefix left on, 411 for a body without a length.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { input_size = 65536, most_channels = 65536, most_sizes = 16, most_body = 64 << 20, accept_at_once = 64 };

struct answer {
    char *bytes;
    size_t length;
};

struct channel {
    int socket;
    SSL *tls;
    char input[input_size];
    size_t length;             // bytes of input not understood yet
    size_t body, body_left;    // of the request being read
    int asked;                 // its head is read, its answer is due after the body
    struct answer due;
    char *echo;                // owned; what `due` points to when it is no prepared answer
    const char *output;
    size_t output_left;
    int watches_output;
    unsigned requests;
};

static struct channel *channels[most_channels];
static int poll_fd;
static SSL_CTX *tls;

// Answers

static struct answer bytes_answer(size_t size) {
    static struct { size_t size; struct answer answer; } prepared[most_sizes];
    static int count;
    for (int i = 0; i < count; i++)
        if (prepared[i].size == size) return prepared[i].answer;
    struct answer answer = {0};
    if (count == most_sizes || size > most_body || (answer.bytes = malloc(size + 512)) == NULL) return answer;
    int head = snprintf(answer.bytes, 512,
                        "HTTP/1.1 200 OK\r\nServer: vendor\r\nDate: Sun, 01 Nov 2026 12:00:00 GMT\r\n"
                        "Content-Type: application/json\r\nX-Request-Id: 0f5b5f7a-53c7-4a4e-a2c5-3f8f5d0c5a11\r\n"
                        "Vary: Accept-Encoding\r\nCache-Control: no-store\r\nContent-Length: %zu\r\n\r\n",
                        size);
    memset(answer.bytes + head, '1', size);  // a JSON number
    answer.length = (size_t)head + size;
    prepared[count].size = size;
    prepared[count++].answer = answer;
    return answer;
}

static struct answer refusal(const char *status) {
    static char text[128];
    int length = snprintf(text, sizeof text, "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", status);
    return (struct answer){text, (size_t)length};
}

static struct answer echo_answer(struct channel *channel, const char *head, size_t length) {
    char facts[96];
    int more = snprintf(facts, sizeof facts, "requests-on-channel: %u\nbody-bytes: %zu\n", channel->requests,
                        channel->body);
    channel->echo = malloc(length + sizeof facts + 128);
    if (channel->echo == NULL) return refusal("503 Busy");
    int at = sprintf(channel->echo, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
                     length + (size_t)more);
    memcpy(channel->echo + at, head, length);
    memcpy(channel->echo + at + length, facts, (size_t)more);
    return (struct answer){channel->echo, (size_t)at + length + (size_t)more};
}

// Requests

static int named(const char *line, const char *name) { return strncasecmp(line, name, strlen(name)) == 0; }

// Reads the fields of a head that ends with a NUL in place of its last byte; returns a refusal's status or NULL.
static const char *read_fields(struct channel *channel, const char *head) {
    int credential = 0;
    for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        switch (*line | 0x20) {
        case 'a': credential |= named(line, "authorization: Bearer vendor-"); break;
        case 'c':
            if (named(line, "content-length:")) channel->body = strtoul(line + 15, NULL, 10);
            break;
        case 'h':
            if (named(line, "host: caller.example")) return "421 Misdirected Request";
            break;
        case 't':
            if (named(line, "transfer-encoding:")) return "411 Length Required";
            break;
        }
    }
    return credential && strstr(head, "key-") == NULL ? NULL : "403 Forbidden";
}

static struct answer answer_to(struct channel *channel, char *head, size_t length) {
    channel->body = 0;
    channel->requests++;
    char last = head[length - 1];
    head[length - 1] = 0;
    const char *status = read_fields(channel, head), *path = strchr(head, ' ');
    head[length - 1] = last;
    if (status != NULL) return refusal(status);
    if (path != NULL && named(path, " /echo")) return echo_answer(channel, head, length);
    if (path == NULL || !named(path, " /bytes/")) return refusal("404 Not Found");
    struct answer answer = bytes_answer(strtoul(path + 8, NULL, 10));
    return answer.bytes != NULL ? answer : refusal("400 Bad Request");
}

// Bytes in and out: as many as the socket or the TLS session has; 0 at the end, -1 when it must be waited for.

static ssize_t outcome(struct channel *channel, int result) {
    int error = SSL_get_error(channel->tls, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? -1 : 0;
}

static ssize_t receive(struct channel *channel, char *into, size_t room) {
    if (channel->tls != NULL) {
        ERR_clear_error();
        int got = SSL_read(channel->tls, into, (int)room);
        return got > 0 ? got : outcome(channel, got);
    }
    ssize_t got = recv(channel->socket, into, room, 0);
    return got < 0 && errno != EAGAIN ? 0 : got;
}

static ssize_t transmit(struct channel *channel) {
    if (channel->tls != NULL) {
        ERR_clear_error();
        int put = SSL_write(channel->tls, channel->output, (int)channel->output_left);
        return put > 0 ? put : outcome(channel, put);
    }
    ssize_t put = send(channel->socket, channel->output, channel->output_left, MSG_NOSIGNAL);
    return put < 0 && errno != EAGAIN ? 0 : put;
}

// Writability is watched only while an answer does not fit: small ones never pay for it.
static void watch(struct channel *channel, int output) {
    if (channel->watches_output == output) return;
    channel->watches_output = output;
    struct epoll_event event = {.events = output ? EPOLLOUT : EPOLLIN, .data.fd = channel->socket};
    epoll_ctl(poll_fd, EPOLL_CTL_MOD, channel->socket, &event);
}

// Returns 0 when the channel is over.
static int send_output(struct channel *channel) {
    while (channel->output_left > 0) {
        ssize_t put = transmit(channel);
        if (put == 0) return 0;
        if (put < 0) break;
        channel->output += put;
        channel->output_left -= (size_t)put;
    }
    if (channel->output_left == 0) {
        free(channel->echo);
        channel->echo = NULL;
    }
    watch(channel, channel->output_left > 0);
    return 1;
}

// Understands what has come; stops at an answer that does not fit. Returns 0 when the channel is over.
static int serve(struct channel *channel) {
    size_t at = 0;
    while (channel->output_left == 0) {
        if (channel->asked) {
            size_t have = channel->length - at, drop = have < channel->body_left ? have : channel->body_left;
            at += drop;
            channel->body_left -= drop;
            if (channel->body_left > 0) break;
            channel->asked = 0;
            channel->output = channel->due.bytes;
            channel->output_left = channel->due.length;
            if (!send_output(channel)) return 0;
            continue;
        }
        char *head = channel->input + at, *end = memmem(head, channel->length - at, "\r\n\r\n", 4);
        if (end == NULL) {
            if (channel->length - at == input_size) return 0;
            break;
        }
        size_t length = (size_t)(end + 4 - head);
        channel->due = answer_to(channel, head, length);
        channel->body_left = channel->body;
        channel->asked = 1;
        at += length;
    }
    memmove(channel->input, channel->input + at, channel->length - at);
    channel->length -= at;
    return 1;
}

static int proceed(struct channel *channel) {
    if (channel->output_left > 0 && !send_output(channel)) return 0;
    if (channel->output_left > 0) return 1;
    if (channel->length > 0 && !serve(channel)) return 0;
    // TLS may hold bytes that the socket no longer shows as readable.
    do {
        if (channel->output_left > 0 || channel->length == input_size) return 1;
        ssize_t got = receive(channel, channel->input + channel->length, input_size - channel->length);
        if (got <= 0) return got < 0;
        channel->length += (size_t)got;
        if (!serve(channel)) return 0;
    } while (channel->tls != NULL && SSL_has_pending(channel->tls));
    return 1;
}

static void end(struct channel *channel) {
    channels[channel->socket] = NULL;
    if (channel->tls != NULL) SSL_free(channel->tls);
    close(channel->socket);
    free(channel->echo);
    free(channel);
}

static void begin(int listener) {
    int on = 1;
    for (int i = 0; i < accept_at_once; i++) {
        int socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (socket < 0) return;
        struct channel *channel = socket < most_channels ? calloc(1, sizeof *channel) : NULL;
        if (channel == NULL) {
            close(socket);
            continue;
        }
        channel->socket = socket;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (tls != NULL && (channel->tls = SSL_new(tls)) != NULL) {
            SSL_set_fd(channel->tls, socket);
            SSL_set_accept_state(channel->tls);
        }
        channels[socket] = channel;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
        epoll_ctl(poll_fd, EPOLL_CTL_ADD, socket, &event);
    }
}

static SSL_CTX *tls_context(const char *certificate, const char *key) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (context == NULL || SSL_CTX_use_certificate_chain_file(context, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        exit(1);
    }
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);
    return context;
}

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&at, sizeof at) == 0 && listen(listener, 4096) == 0) return listener;
    perror("listen");
    exit(1);
}

int main(int count, char **words) {
    if (count != 2 && count != 4) return fprintf(stderr, "vendor PORT [CERTIFICATE KEY]\n"), 64;
    signal(SIGPIPE, SIG_IGN);
    if (count == 4) tls = tls_context(words[2], words[3]);
    int listener = listen_on(atoi(words[1]));
    poll_fd = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll_fd, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            int socket = events[i].data.fd;
            if (socket == listener) begin(listener);
            else if (channels[socket] != NULL && !proceed(channels[socket])) end(channels[socket]);
        }
    }
}
