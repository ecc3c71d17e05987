// Passthrough
// SPDX-License-Identifier: Apache-2.0
//
// Latency of GET requests over keep-alive channels.
//
// RATE > 0 is an open loop: requests are due at evenly spaced times, with some jitter, whatever became of those before,
// and a request's latency counts from when it was due: waiting for a free channel is part of it. What is still waited
// for at the end counts with what it has waited. RATE 0 is a closed loop: each channel asks again as soon as it is
// answered. The first 0.2 s are not counted.
//
//     latency PORT CHANNELS RATE SECONDS PATH HOST TOKEN
//
// Prints ANSWERED BAD COUNTED P50 P90 P99 P99.9, the last four in microseconds.

#define _GNU_SOURCE
#include "http.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>

enum { most_channels = 1024, most_samples = 4 << 20, most_due = 1 << 16 };

static const double warm_up = 0.2;

struct channel {
    int socket;
    double due;  // of the request that waits for its answer, 0 when there is none
    size_t length;
    char answer[16384];
};

static struct channel channels[most_channels];
static int idle[most_channels], idle_count;
static double due[most_due];  // a ring: what is due and waits for a channel
static size_t due_head, due_tail;
static float samples[most_samples];
static size_t sample_count, answered, bad;
static struct request request;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void ask(int index, double since) {
    struct channel *channel = &channels[index];
    channel->due = since;
    channel->length = 0;
    if (send(channel->socket, request.text, request.length, MSG_NOSIGNAL) != (ssize_t)request.length) bad++;
}

static void count(double since, double counted_from) {
    if (since >= counted_from && sample_count < most_samples) samples[sample_count++] = (float)((now() - since) * 1e6);
}

// Takes what has come; a channel whose answer is whole becomes idle, one that failed stays out of use.
static void take(int index, double counted_from) {
    struct channel *channel = &channels[index];
    size_t room = sizeof channel->answer - 1 - channel->length;
    ssize_t got = recv(channel->socket, channel->answer + channel->length, room, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got > 0) {
        channel->length += (size_t)got;
        channel->answer[channel->length] = 0;
        int whole = answer_is_whole(channel->answer, channel->length);
        if (whole == 0) return;
        if (whole == 1 && answer_is_good(channel->answer)) {
            answered++;
            count(channel->due, counted_from);
            channel->due = 0;
            idle[idle_count++] = index;
            return;
        }
    }
    bad++;
    channel->due = 0;
    close(channel->socket);
}

static int open_all(int count, int port, int poll) {
    for (int i = 0; i < count; i++) {
        channels[i].socket = open_channel(port);
        if (channels[i].socket < 0) return perror("connect"), 0;
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
        epoll_ctl(poll, EPOLL_CTL_ADD, channels[i].socket, &event);
        idle[idle_count++] = i;
    }
    return 1;
}

static void wait_for(double seconds, int poll, double counted_from) {
    if (seconds < 0) seconds = 0;
    struct timespec patience = {.tv_sec = (time_t)seconds};
    patience.tv_nsec = (long)((seconds - (double)patience.tv_sec) * 1e9);
    struct epoll_event events[64];
    int count = epoll_pwait2(poll, events, 64, &patience, NULL);
    for (int i = 0; i < count; i++) take((int)events[i].data.u32, counted_from);
}

static void run(double rate, double seconds, int poll) {
    double start = now(), counted_from = start + warm_up, end = counted_from + seconds, next = start;
    unsigned seed = 1;
    for (double time = start; time < end; time = now()) {
        for (; rate > 0 && next <= time && due_tail - due_head < most_due; due_tail++) {
            due[due_tail % most_due] = next;
            next += (0.5 + rand_r(&seed) / (double)RAND_MAX) / rate;
        }
        while (idle_count > 0 && (rate == 0 || due_head != due_tail))
            ask(idle[--idle_count], rate > 0 ? due[due_head++ % most_due] : now());
        wait_for(rate > 0 ? next - now() : 0.1, poll, counted_from);
    }
    if (rate == 0) return;
    for (int i = 0; i < most_channels; i++) count(channels[i].due, counted_from);
    for (; due_head != due_tail; due_head++) count(due[due_head % most_due], counted_from);
}

int main(int count, char **words) {
    if (count != 8) return fprintf(stderr, "latency PORT CHANNELS RATE SECONDS PATH HOST TOKEN\n"), 64;
    int port = atoi(words[1]), open = atoi(words[2]), poll = epoll_create1(0);
    double rate = atof(words[3]), seconds = atof(words[4]);
    if (open < 1 || open > most_channels || !request_get(&request, words[5], words[6], words[7])) return 64;
    prctl(PR_SET_TIMERSLACK, 1UL);  // the usual 50 us would be most of what is measured
    if (!open_all(open, port, poll)) return 1;
    run(rate, seconds, poll);
    printf("%zu %zu %zu", answered, bad, sample_count);
    if (sample_count == 0) return printf(" 0 0 0 0\n"), 0;
    qsort(samples, sample_count, sizeof *samples, ascending);
    const double part[] = {0.5, 0.9, 0.99, 0.999};
    for (int i = 0; i < 4; i++) printf(" %.1f", (double)samples[(size_t)((double)sample_count * part[i])]);
    printf("\n");
    return 0;
}
