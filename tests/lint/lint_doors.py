"""Time, chance, threads and sockets come through doors (ports/): whatever reaches around one cannot
be simulated, and no failing seed would replay."""
import fnmatch
import re

from tree import code_lines, is_cpp, under

CLOCK, CHANCE, THREAD, SOCKET = "ports/clock", "ports/entropy", "a queue", "ports/transport"
RAW = [
    (r"\b(?:system|steady|high_resolution|utc|file)_clock::now\b", CLOCK),
    (r"\b(?:clock_gettime|gettimeofday|timespec_get)\s*\(", CLOCK),
    (r"(?<![\w.>])(?:std::|::)?time\s*\(\s*(?:nullptr|NULL|0|&)", CLOCK),
    (r"\bthis_thread::sleep_(?:for|until)\b|(?<!\w)(?:u|nano)?sleep\s*\(\s*\d", CLOCK),
    (r"\basio::(?:steady|system|high_resolution)_timer\b", CLOCK),
    (r"\brandom_device\b|(?<![\w.>])(?:std::|::)?s?rand\s*\(", CHANCE),
    (r"\b(?:getrandom|getentropy|RAND_bytes|randombytes_buf|randombytes_random|"
     r"randombytes_uniform|arc4random)\b", CHANCE),
    (r"\bstd::(?:j?thread\b(?!::)|async\b)|\bpthread_create\b", THREAD),
    (r"(?<!\w)::socket\s*\(|\b(?:tcp|udp|stream_protocol|datagram_protocol)::"
     r"(?:socket|acceptor|resolver)\b", SOCKET),
]
# The files that implement the doors, or are main().
DOORS = {
    CLOCK: ["src/platform/*clock*", "src/virtual_time/*", "src/net/*", "src/ports/*signal*", "sim/server/*",
            "sim/holdfast_sim.cpp", "src/holdfast.cpp"],
    CHANCE: ["src/platform/*entropy*", "src/crypto/*entropy*", "sim/holdfast_sim.cpp",
             "src/holdfast.cpp"],
    THREAD: ["src/net/*", "src/platform/*thread*", "src/platform/*watchdog*", "src/daemon/*",
             "src/holdfast.cpp", "sim/server/*", "sim/holdfast_sim.cpp"],
    SOCKET: ["src/net/*", "src/platform/systemd*", "sim/server/*", "sim/holdfast_sim.cpp"],
}


def check(tree):
    for path in tree.paths:
        if not is_cpp(path) or not under(path, "src", "sim"):
            continue
        closed = [(re.compile(pattern), door) for pattern, door in RAW
                  if not any(fnmatch.fnmatch(path, allowed) for allowed in DOORS[door])]
        if not closed:
            continue
        for number, line in code_lines(tree.text(path)):
            for pattern, door in closed:
                found = pattern.search(line)
                if found:
                    yield path, number, (f"'{found.group(0).strip()}' goes around {door}: take it as "
                                         "an argument, so that it can be simulated")


PLANTED = [
    {"src/core/a.cpp": "auto t = std::chrono::system_clock::now();\n"},
    {"src/app/a.cpp": "auto t = steady_clock::now();\n"},
    {"src/app/a.cpp": "std::random_device seed;\n"},
    {"src/app/a.cpp": "int x = rand();\n"},
    {"src/api/a.cpp": "std::thread t{[] {}};\n"},
    {"src/venues/kalshi/a.cpp": "const int s = ::socket(AF_INET, SOCK_STREAM, 0);\n"},
    {"src/alerts/a.cpp": "asio::ip::tcp::socket s{io};\n"},
    {"sim/world.cpp": "randombytes_buf(a, 3);\n"},
    {"src/app/a.cpp": "std::this_thread::sleep_for(1s);\n"},
]
CLEAN = [
    {"src/app/a.cpp": "// system_clock::now() would be wrong here\nconst auto t = clock.now();\n"},
    {"src/platform/real_clock.cpp": "auto t = std::chrono::system_clock::now();\n"},
    {"src/app/a.cpp": "std::this_thread::yield(); int operand(int); Time time(int);\n"},
    {"src/app/a.cpp": 'log("std::thread started");\nstd::thread::id who;\n'},
]
