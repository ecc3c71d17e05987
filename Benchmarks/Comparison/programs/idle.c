// Passthrough
// SPDX-License-Identifier: Apache-2.0
//
// Holds many keep-alive channels open. Sends one request on each and prints how many were answered with 200; after
// each line on standard input it does so again, on the same channels; it ends with standard input.
//
//     idle PORT CHANNELS PATH HOST TOKEN

#define _GNU_SOURCE
#include "http.h"

#include <sys/time.h>

enum { seconds_to_answer = 5 };

static char answer[65536];

static int ask(int channel, const struct request *request) {
    if (send(channel, request->text, request->length, MSG_NOSIGNAL) != (ssize_t)request->length) return 0;
    size_t length = 0;
    int whole = 0;
    while (whole == 0 && length < sizeof answer - 1) {
        ssize_t got = recv(channel, answer + length, sizeof answer - 1 - length, 0);
        if (got <= 0) return 0;
        length += (size_t)got;
        answer[length] = 0;
        whole = answer_is_whole(answer, length);
    }
    return whole == 1 && answer_is_good(answer);
}

int main(int count, char **words) {
    if (count != 6) return fprintf(stderr, "idle PORT CHANNELS PATH HOST TOKEN\n"), 64;
    int port = atoi(words[1]), channels = atoi(words[2]);
    struct request request;
    if (channels < 1 || !request_get(&request, words[3], words[4], words[5])) return 64;
    int *channel = calloc((size_t)channels, sizeof *channel);
    if (channel == NULL) return perror("idle"), 1;
    struct timeval patience = {.tv_sec = seconds_to_answer};
    for (int i = 0; i < channels; i++) {
        channel[i] = open_channel(port);
        if (channel[i] < 0) return perror("connect"), 1;
        setsockopt(channel[i], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        // One after another: a burst of new channels would measure the backlog instead.
        if (!ask(channel[i], &request)) return fprintf(stderr, "channel %d was not answered\n", i), 1;
    }
    printf("%d\n", channels);
    fflush(stdout);
    char line[16];
    while (fgets(line, sizeof line, stdin) != NULL) {
        int good = 0;
        for (int i = 0; i < channels; i++) good += ask(channel[i], &request);
        printf("%d\n", good);
        fflush(stdout);
    }
    return 0;
}
