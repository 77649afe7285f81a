/*
 * The yardstick of the transport: records that are encoded already, produced through librdkafka by the calls and settings that KafkaGen
 * uses, by one thread, with another one that reads the delivery reports. Speaks the line protocol of the benchmark's other processes.
 *
 *   produce BOOTSTRAP TOPIC LINGER_MS RECORDS
 *
 * RECORDS is a file: for each record the key's length, the key, the value's length, the value, the number of headers, and for each of
 * those name and value with their lengths; then the timestamp, 0 for none. Lengths and counts have 4 bytes, the timestamp 8, as the machine
 * has them.
 *
 * The library is opened by name at run time, so that it is the one that KafkaGen finds and no development package is needed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* What rdkafka.h declares of the calls below. */
enum { PRODUCER = 0, EVENT_DR = 1, MSG_F_COPY = 2, PARTITION_UA = -1, ERR_QUEUE_FULL = -184 };
enum { VTYPE_END, VTYPE_TOPIC, VTYPE_RKT, VTYPE_PARTITION, VTYPE_VALUE, VTYPE_KEY, VTYPE_OPAQUE, VTYPE_MSGFLAGS, VTYPE_TIMESTAMP, VTYPE_HEADER, VTYPE_HEADERS };

typedef struct {
  int err;
  void *rkt;
  int32_t partition;
  void *payload;
  size_t len;
  void *key;
  size_t key_len;
  int64_t offset;
  void *private;
} message_t;

typedef struct {
  int vtype;
  union {
    void *ptr;
    int i32;
    int64_t i64;
    struct {
      void *ptr;
      size_t size;
    } mem;
    char _pad[64];
  } u;
} vu_t;

#define FUNCTION(result, name, ...) static result (*name)(__VA_ARGS__)
FUNCTION(void *, rd_kafka_conf_new, void);
FUNCTION(int, rd_kafka_conf_set, void *, const char *, const char *, char *, size_t);
FUNCTION(void, rd_kafka_conf_set_events, void *, int);
FUNCTION(void *, rd_kafka_new, int, void *, char *, size_t);
FUNCTION(void *, rd_kafka_queue_get_main, void *);
FUNCTION(void *, rd_kafka_queue_poll, void *, int);
FUNCTION(void, rd_kafka_queue_destroy, void *);
FUNCTION(int, rd_kafka_event_type, void *);
FUNCTION(size_t, rd_kafka_event_message_array, void *, const message_t **, size_t);
FUNCTION(void, rd_kafka_event_destroy, void *);
FUNCTION(void *, rd_kafka_topic_new, void *, const char *, void *);
FUNCTION(void, rd_kafka_topic_destroy, void *);
FUNCTION(int, rd_kafka_produce, void *, int32_t, int, void *, size_t, const void *, size_t, void *);
FUNCTION(void *, rd_kafka_produceva, void *, const vu_t *, size_t);
FUNCTION(int, rd_kafka_error_code, void *);
FUNCTION(void, rd_kafka_error_destroy, void *);
FUNCTION(int, rd_kafka_last_error, void);
FUNCTION(void *, rd_kafka_headers_new, size_t);
FUNCTION(int, rd_kafka_header_add, void *, const char *, ssize_t, const void *, ssize_t);
FUNCTION(void, rd_kafka_headers_destroy, void *);
FUNCTION(int, rd_kafka_flush, void *, int);
FUNCTION(void, rd_kafka_destroy, void *);
FUNCTION(const char *, rd_kafka_err2str, int);

typedef struct {
  char *key, *value;
  uint32_t key_len, value_len, header_count;
  char *headers;
  int64_t timestamp;
} record_t;

static void *rk, *rkt, *queue;
static record_t *records;
static size_t record_count;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static size_t answers, failures;
static volatile int stopped;

static void fail(const char *what, const char *why) {
  fprintf(stderr, "produce: %s: %s\n", what, why);
  exit(1);
}

static void *open_library(void) {
  void *library = dlopen("librdkafka.so.1", RTLD_NOW);
  if (!library) fail("librdkafka", dlerror());
  return library;
}

static void find_functions(void *library) {
#define FIND(name) \
  if (!(*(void **)&name = dlsym(library, #name))) fail(#name, dlerror())
  FIND(rd_kafka_conf_new);
  FIND(rd_kafka_conf_set);
  FIND(rd_kafka_conf_set_events);
  FIND(rd_kafka_new);
  FIND(rd_kafka_queue_get_main);
  FIND(rd_kafka_queue_poll);
  FIND(rd_kafka_queue_destroy);
  FIND(rd_kafka_event_type);
  FIND(rd_kafka_event_message_array);
  FIND(rd_kafka_event_destroy);
  FIND(rd_kafka_topic_new);
  FIND(rd_kafka_topic_destroy);
  FIND(rd_kafka_produce);
  FIND(rd_kafka_produceva);
  FIND(rd_kafka_error_code);
  FIND(rd_kafka_error_destroy);
  FIND(rd_kafka_last_error);
  FIND(rd_kafka_headers_new);
  FIND(rd_kafka_header_add);
  FIND(rd_kafka_headers_destroy);
  FIND(rd_kafka_flush);
  FIND(rd_kafka_destroy);
  FIND(rd_kafka_err2str);
}

static uint32_t read_count(char **at) {
  uint32_t count;
  memcpy(&count, *at, sizeof count);
  *at += sizeof count;
  return count;
}

static char *skip(char **at, uint32_t length) {
  char *here = *at;
  *at += length;
  return here;
}

static void read_records(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail(path, "cannot be opened");
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc((size_t)size), *at = bytes;
  if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) fail(path, "cannot be read");
  fclose(file);

  size_t capacity = 1024;
  records = malloc(capacity * sizeof *records);
  while (at < bytes + size) {
    if (record_count == capacity) records = realloc(records, (capacity *= 2) * sizeof *records);
    record_t *record = &records[record_count++];
    record->key_len = read_count(&at);
    record->key = skip(&at, record->key_len);
    record->value_len = read_count(&at);
    record->value = skip(&at, record->value_len);
    record->header_count = read_count(&at);
    record->headers = at;
    for (uint32_t i = 0; i < record->header_count * 2; i++) skip(&at, read_count(&at));
    memcpy(&record->timestamp, at, sizeof record->timestamp);
    at += sizeof record->timestamp;
  }
}

static void *read_reports(void *unused) {
  (void)unused;
  while (!stopped) {
    void *event = rd_kafka_queue_poll(queue, 100);
    if (!event) continue;
    size_t count = 0, failed = 0, some;
    if (rd_kafka_event_type(event) == EVENT_DR) {
      const message_t *messages[256];
      while ((some = rd_kafka_event_message_array(event, messages, 256)) > 0) {
        count += some;
        for (size_t i = 0; i < some; i++) failed += messages[i]->err != 0;
      }
    }
    rd_kafka_event_destroy(event);
    if (count) {
      pthread_mutex_lock(&gate);
      answers += count;
      failures += failed;
      pthread_cond_signal(&answered);
      pthread_mutex_unlock(&gate);
    }
  }
  return NULL;
}

static void *make_headers(const record_t *record) {
  char *at = record->headers;
  void *headers = rd_kafka_headers_new(record->header_count);
  for (uint32_t i = 0; i < record->header_count; i++) {
    uint32_t name_len = read_count(&at);
    char *name = skip(&at, name_len);
    uint32_t value_len = read_count(&at);
    rd_kafka_header_add(headers, name, name_len, skip(&at, value_len), value_len);
  }
  return headers;
}

static int produce_with_parts(const record_t *record, void *opaque) {
  vu_t arguments[7];
  size_t count = 0;
  memset(arguments, 0, sizeof arguments);
  arguments[count].vtype = VTYPE_RKT, arguments[count++].u.ptr = rkt;
  arguments[count].vtype = VTYPE_MSGFLAGS, arguments[count++].u.i32 = MSG_F_COPY;
  arguments[count].vtype = VTYPE_OPAQUE, arguments[count++].u.ptr = opaque;
  arguments[count].vtype = VTYPE_VALUE, arguments[count].u.mem.ptr = record->value, arguments[count++].u.mem.size = record->value_len;
  arguments[count].vtype = VTYPE_KEY, arguments[count].u.mem.ptr = record->key, arguments[count++].u.mem.size = record->key_len;
  if (record->timestamp) arguments[count].vtype = VTYPE_TIMESTAMP, arguments[count++].u.i64 = record->timestamp;
  void *headers = record->header_count ? make_headers(record) : NULL;
  if (headers) arguments[count].vtype = VTYPE_HEADERS, arguments[count++].u.ptr = headers;
  void *error = rd_kafka_produceva(rk, arguments, count);
  if (!error) return 0;
  int code = rd_kafka_error_code(error);
  rd_kafka_error_destroy(error);
  if (headers) rd_kafka_headers_destroy(headers);
  return code;
}

static int produce(const record_t *record, void *opaque) {
  if (record->header_count || record->timestamp) return produce_with_parts(record, opaque);
  return rd_kafka_produce(
             rkt, PARTITION_UA, MSG_F_COPY, record->value, record->value_len, record->key, record->key_len, opaque) == 0
             ? 0
             : rd_kafka_last_error();
}

static void run_round(void) {
  answers = 0;
  for (size_t i = 0; i < record_count; i++) {
    int code;
    while ((code = produce(&records[i], (void *)(i + 1))) == ERR_QUEUE_FULL) {
      /* As KafkaGen: wait until a batch of reports made room. */
      pthread_mutex_lock(&gate);
      size_t before = answers;
      while (answers == before && answers < i) pthread_cond_wait(&answered, &gate);
      pthread_mutex_unlock(&gate);
    }
    if (code) fail("produce", rd_kafka_err2str(code));
  }

  for (;;) {
    pthread_mutex_lock(&gate);
    size_t done = answers;
    pthread_mutex_unlock(&gate);
    if (done == record_count) break;
    rd_kafka_flush(rk, 50);
  }

  if (failures) fail("a record", "was not acknowledged: the figures would mean nothing");
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void set(void *conf, const char *name, const char *value) {
  char error[512];
  if (rd_kafka_conf_set(conf, name, value, error, sizeof error)) fail(name, error);
}

int main(int argc, char **argv) {
  if (argc != 5) fail("usage", "produce BOOTSTRAP TOPIC LINGER_MS RECORDS");
  find_functions(open_library());
  read_records(argv[4]);

  void *conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", argv[1]);
  set(conf, "enable.idempotence", "true");
  set(conf, "partitioner", "murmur2_random");
  set(conf, "socket.nagle.disable", "true");
  set(conf, "linger.ms", argv[3]);
  rd_kafka_conf_set_events(conf, EVENT_DR);
  char error[512];
  if (!(rk = rd_kafka_new(PRODUCER, conf, error, sizeof error))) fail("rd_kafka_new", error);
  queue = rd_kafka_queue_get_main(rk);
  rkt = rd_kafka_topic_new(rk, argv[2], NULL);
  pthread_t reader;
  pthread_create(&reader, NULL, read_reports, NULL);

  run_round();
  run_round();
  puts("ready");
  fflush(stdout);
  char line[64];
  while (fgets(line, sizeof line, stdin) && !strcmp(line, "round\n")) {
    double used = seconds(CLOCK_PROCESS_CPUTIME_ID), began = seconds(CLOCK_MONOTONIC);
    run_round();
    double took = seconds(CLOCK_MONOTONIC) - began;
    printf("%.0f %.3f 0\n", record_count / took, (seconds(CLOCK_PROCESS_CPUTIME_ID) - used) * 1e6 / record_count);
    fflush(stdout);
  }

  stopped = 1;
  pthread_join(reader, NULL);
  rd_kafka_topic_destroy(rkt);
  rd_kafka_queue_destroy(queue);
  rd_kafka_destroy(rk);
  return 0;
}
