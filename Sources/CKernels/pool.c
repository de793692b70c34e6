#include "pool.h"

#include "CKernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ volatile("yield")
#else
#define RELAX() ((void)0)
#endif

enum {
    // Some tens of microseconds: the regions of one pass follow each other faster, and waking a parked thread takes
    // longer.
    WORKER_SPINS = 2000,
    CALLER_SPINS = 2000,
    // Where more than one part in LOST_SHARE of a window's time is lost, because the caller or a worker was switched
    // out for another process, the caller works alone for a while, longer each time until a window is calm: two
    // threads that wait for each other are slower than one. A long gap between regions begins a new window.
    STALL_NANOSECONDS = 100000,
    GAP_NANOSECONDS = 10000000,
    WINDOW_REGIONS = 1024,
    LOST_SHARE = 5,
    SHORTEST_RECESS = 4096,
    LONGEST_RECESS = 65536,
};

struct region {
    void (*body)(void *, int64_t, int64_t, int);
    void *context;
    int64_t count, grain;
    uint32_t parts, large;  // parts in all, and those that are large, which come first
};

// What different threads write at the same time lies on lines of the cache of its own, so that none waits for another's: a
// processor may fetch lines in pairs.
#define OWN_LINES _Alignas(128)

struct espalier_pool {
    pthread_mutex_t owner;         // held by the caller whose region runs
    pthread_mutex_t parking;       // guards the condition
    pthread_cond_t wake;
    OWN_LINES struct region region;       // valid from the announcement of a region until its last part is complete
    OWN_LINES _Atomic uint64_t ticket;    // announces a region and counts its claims, see below
    OWN_LINES _Atomic uint32_t complete;  // parts that are done
    OWN_LINES _Atomic int parked;         // workers that wait for the condition
    int recess, next_recess;       // regions that the caller still runs alone, and how many the next time
    int window;                    // regions of the present window
    int64_t window_start, window_cpu;  // wall-clock and the caller's processor time when it began, nanoseconds
    int64_t stalled, last_end;     // nanoseconds of the window in stalls; when the latest region ended
    int workers;                   // started threads, the caller not among them
    pthread_t threads[ESPALIER_MOST_THREADS];  // those of the workers
    _Atomic int wanted;            // threads to use, the caller among them; 0 until set
    _Atomic int closing;           // whether workers shall end
};

// What callers use that own no pool; it lives as long as the process.
static struct espalier_pool shared = {
    .owner = PTHREAD_MUTEX_INITIALIZER, .parking = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER,
    .next_recess = SHORTEST_RECESS};

// The pool that the calling thread has entered; none for the shared one.
static _Thread_local struct espalier_pool *entered;

static struct espalier_pool *current_pool(void) { return entered ? entered : &shared; }

// A ticket: the region's number (32 bits), threads that may help (8), parts (12), the next part to claim (12). All that
// a worker must know before it has claimed a part is in this one word, so it can never mix two regions up.
static uint64_t ticket_of(uint32_t number, int threads, uint32_t parts) {
    return (uint64_t)number << 32 | (uint64_t)threads << 24 | (uint64_t)parts << 12;
}

static uint32_t number_of(uint64_t ticket) { return (uint32_t)(ticket >> 32); }
static int threads_of(uint64_t ticket) { return (int)(ticket >> 24 & 0xff); }
static uint32_t parts_of(uint64_t ticket) { return (uint32_t)(ticket >> 12 & 0xfff); }
static uint32_t next_of(uint64_t ticket) { return (uint32_t)(ticket & 0xfff); }

// Where a part begins, in grains: where all are not alike, the large ones have three quarters of them.
static int64_t begin_of(const struct region *region, int64_t grains, uint32_t part) {
    const uint32_t large = region->large, small = region->parts - large;
    const int64_t first = small == 0 ? grains : grains * 3 / 4;
    if (part <= large) return first * part / large;
    return first + (grains - first) * (part - large) / small;
}

static void run_part(const struct region *region, uint32_t part, int worker) {
    const int64_t grains = (region->count + region->grain - 1) / region->grain;
    const int64_t begin = begin_of(region, grains, part) * region->grain;
    int64_t end = begin_of(region, grains, part + 1) * region->grain;
    if (end > region->count) end = region->count;
    if (begin < end) region->body(region->context, begin, end, worker);
}

// Claims and runs parts of one region until none is left. A claim succeeds only while parts of that very region are
// unclaimed, so its fields stay valid until the part is counted as complete, however late a worker comes.
static void run_parts(struct espalier_pool *pool, uint32_t number, int worker) {
    uint64_t ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
    while (number_of(ticket) == number && next_of(ticket) < parts_of(ticket) && worker < threads_of(ticket)) {
        if (!atomic_compare_exchange_weak_explicit(
                &pool->ticket, &ticket, ticket + 1, memory_order_acq_rel, memory_order_acquire))
            continue;
        run_part(&pool->region, next_of(ticket), worker);
        atomic_fetch_add_explicit(&pool->complete, 1, memory_order_release);
        ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
    }
}

// Waits for a region other than the one seen last, and returns its number.
static uint32_t await_region(struct espalier_pool *pool, uint32_t seen) {
    uint32_t number;
    for (int spin = 0; spin < WORKER_SPINS; spin++) {
        number = number_of(atomic_load_explicit(&pool->ticket, memory_order_acquire));
        if (number != seen) return number;
        RELAX();
    }
    pthread_mutex_lock(&pool->parking);
    atomic_fetch_add(&pool->parked, 1);
    while ((number = number_of(atomic_load(&pool->ticket))) == seen) pthread_cond_wait(&pool->wake, &pool->parking);
    atomic_fetch_sub(&pool->parked, 1);
    pthread_mutex_unlock(&pool->parking);
    return number;
}

struct worker {
    struct espalier_pool *pool;
    int number;
    uint32_t seen;  // the region announced last before it was started
};

static void *work(void *argument) {
    const struct worker worker = *(struct worker *)argument;
    free(argument);
    uint32_t seen = worker.seen;
    for (;;) {
        seen = await_region(worker.pool, seen);
        if (atomic_load(&worker.pool->closing)) return NULL;
        run_parts(worker.pool, seen, worker.number);
    }
}

// Starts missing workers; the caller holds `owner`. Fewer than asked for is no fault: whoever is there does the work.
static void start_workers(struct espalier_pool *pool, int threads) {
    while (pool->workers < threads - 1) {
        struct worker *worker = malloc(sizeof *worker);
        if (!worker) return;
        *worker = (struct worker){pool, pool->workers + 1, number_of(atomic_load(&pool->ticket))};
        if (pthread_create(&pool->threads[pool->workers], NULL, work, worker) != 0) {
            free(worker);
            return;
        }
        pool->workers++;
    }
}

static int bounded(int threads) {
    return threads < 1 ? 1 : threads > ESPALIER_MOST_THREADS ? ESPALIER_MOST_THREADS : threads;
}

struct espalier_pool *espalier_pool_create(int threads) {
    struct espalier_pool *pool = aligned_alloc(_Alignof(struct espalier_pool), sizeof *pool);
    if (!pool) return NULL;
    memset(pool, 0, sizeof *pool);
    pthread_mutex_init(&pool->owner, NULL);
    pthread_mutex_init(&pool->parking, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pool->next_recess = SHORTEST_RECESS;
    atomic_store(&pool->wanted, bounded(threads));
    return pool;
}

void espalier_pool_destroy(struct espalier_pool *pool) {
    atomic_store(&pool->closing, 1);
    // A region without parts wakes everybody up.
    atomic_store(&pool->ticket, ticket_of(number_of(atomic_load(&pool->ticket)) + 1, 0, 0));
    pthread_mutex_lock(&pool->parking);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->parking);
    for (int worker = 0; worker < pool->workers; worker++) pthread_join(pool->threads[worker], NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->parking);
    pthread_mutex_destroy(&pool->owner);
    free(pool);
}

struct espalier_pool *espalier_pool_enter(struct espalier_pool *pool) {
    struct espalier_pool *before = entered;
    entered = pool;
    return before;
}

int espalier_thread_count(void) {
    const int wanted = atomic_load_explicit(&current_pool()->wanted, memory_order_relaxed);
    return wanted > 0 ? wanted : 1;
}

void espalier_set_thread_count(int count) { atomic_store(&shared.wanted, bounded(count)); }

static int64_t read_clock(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void begin_window(struct espalier_pool *pool, int64_t time) {
    pool->window = 0;
    pool->stalled = 0;
    pool->window_start = time;
    pool->window_cpu = read_clock(CLOCK_THREAD_CPUTIME_ID);
}

// Counts a region's time; at a window's end decides whether to go on together.
static void account(struct espalier_pool *pool, int64_t start, int64_t own_end, int64_t end) {
    const int64_t waited = end - own_end;
    if (waited > STALL_NANOSECONDS && waited > own_end - start) pool->stalled += waited;
    pool->last_end = end;
    if (++pool->window < WINDOW_REGIONS) return;
    const int64_t whole = end - pool->window_start;
    const int64_t switched_out = whole - (read_clock(CLOCK_THREAD_CPUTIME_ID) - pool->window_cpu);
    // A stalled caller sleeps, so its stalls are for the most part among the time it did not run.
    const int64_t lost = switched_out > pool->stalled ? switched_out : pool->stalled;
    if (lost > whole / LOST_SHARE) {
        pool->recess = pool->next_recess;
        if (pool->next_recess < LONGEST_RECESS) pool->next_recess *= 2;
    } else {
        pool->next_recess = SHORTEST_RECESS;
    }
    begin_window(pool, end);
}

// Waits for parts that workers still run.
static void await_parts(struct espalier_pool *pool, uint32_t parts, int64_t start) {
    const int64_t own_end = read_clock(CLOCK_MONOTONIC);
    for (int spin = 0; atomic_load_explicit(&pool->complete, memory_order_acquire) < parts; spin++) {
        if (spin < CALLER_SPINS) RELAX();
        else usleep(20);
    }
    account(pool, start, own_end, read_clock(CLOCK_MONOTONIC));
}

void espalier_parallel(
    int64_t count, int64_t grain, int most_threads, void (*body)(void *, int64_t, int64_t, int), void *context) {
    struct espalier_pool *pool = current_pool();
    const int wanted = espalier_thread_count(), threads = wanted < most_threads ? wanted : most_threads;
    if (threads <= 1 || count <= grain || pthread_mutex_trylock(&pool->owner) != 0) {
        if (count > 0) body(context, 0, count, 0);
        return;
    }
    if (pool->recess > 0) {
        pool->recess--;
        pthread_mutex_unlock(&pool->owner);
        body(context, 0, count, 0);
        return;
    }
    start_workers(pool, threads);
    const int64_t start = read_clock(CLOCK_MONOTONIC);
    if (start - pool->last_end > GAP_NANOSECONDS) begin_window(pool, start);
    const int64_t grains = (count + grain - 1) / grain;
    // Each thread finds a large part and a small one, so that a thread that comes late or loses its core holds up little, and
    // threads meet seldom.
    const uint32_t parts = (uint32_t)(grains < 2 * threads ? grains : 2 * threads);
    const uint32_t large = parts == 2 * (uint32_t)threads ? (uint32_t)threads : parts;
    pool->region = (struct region){body, context, count, grain, parts, large};
    atomic_store_explicit(&pool->complete, 0, memory_order_relaxed);
    const uint32_t number = number_of(atomic_load_explicit(&pool->ticket, memory_order_relaxed)) + 1;
    // Sequentially consistent, as is the count of parked workers: either a worker sees the region or we see it parked.
    atomic_store(&pool->ticket, ticket_of(number, threads, parts));
    if (atomic_load(&pool->parked) > 0) {
        pthread_mutex_lock(&pool->parking);
        pthread_cond_broadcast(&pool->wake);
        pthread_mutex_unlock(&pool->parking);
    }
    run_parts(pool, number, 0);
    await_parts(pool, parts, start);
    pthread_mutex_unlock(&pool->owner);
}
