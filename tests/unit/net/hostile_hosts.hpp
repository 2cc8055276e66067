#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace holdfast::net {

// Forms of Host that reach a loopback server and are not one of its names, '@' standing for the
// port.
inline std::vector<std::string> with_port(std::vector<std::string> forms, std::uint16_t port) {
  for (auto& form : forms) {
    for (auto at = form.find('@'); at != std::string::npos; at = form.find('@')) {
      form.replace(at, 1, std::to_string(port));
    }
  }
  return forms;
}

inline std::vector<std::string> hostile_hosts(std::uint16_t port) {
  return with_port(
      {
          "evil.example",
          "evil.example:@",
          "evil.example:80",
          "127.0.0.1",
          "localhost",
          "[::1]",
          "127.0.0.1:",
          "127.0.0.1:80",
          "127.0.0.1:0@",
          "127.0.0.1:@0",
          "127.0.0.1:+@",
          "127.0.0.1:@ x",
          "127.0.0.1:@,evil.example",
          "127.0.0.1:@, 127.0.0.1:@",
          "127.0.0.1:@;",
          "127.0.0.1:@/",
          "127.0.0.1:@#",
          "127.0.0.1:@?",
          "127.0.0.1:@%00",
          "127.0.0.1.:@",
          "localhost.:@",
          "LOCALHOST:@",
          "Localhost:@",
          "localhost:@.evil.example",
          "localhost.evil.example:@",
          "127.0.0.1.evil.example:@",
          "127.0.0.1.nip.io:@",
          "evil.example#127.0.0.1:@",
          "evil.example@127.0.0.1:",
          "user:pass%40127.0.0.1:@",
          "http://127.0.0.1:@",
          "//127.0.0.1:@",
          "127.1:@",
          "127.0.1:@",
          "127.0.0.2:@",
          "127.000.000.001:@",
          "0177.0.0.1:@",
          "0x7f.0.0.1:@",
          "0x7f000001:@",
          "2130706433:@",
          "0.0.0.0:@",
          "0:@",
          "::1:@",
          "[::1%25lo]:@",
          "[::1%lo]:@",
          "[0:0:0:0:0:0:0:1]:@",
          "[::0001]:@",
          "[::ffff:127.0.0.1]:@",
          "[::ffff:7f00:1]:@",
          "[::]:@",
          "[::1]:@.",
          "[::1]@",
          "[127.0.0.1]:@",
          "localhost:@:@",
          "localhost: @",
          "localhost :@",
          "\tlocalhost:@ evil",
          "\"localhost:@\"",
          "loc%61lhost:@",
          "xn--localhost:@",
          "localhost\\:@",
          "*",
          "*:@",
          "null",
          "localhost:https",
          "ip6-localhost:@",
          "0.0.0.0.:@",
          "localhost..:@",
      },
      port);
}

inline std::vector<std::string> hostile_origins(std::uint16_t port) {
  return with_port(
      {
          "null",
          "",
          "http://evil.example",
          "https://evil.example",
          "http://evil.example:@",
          "http://127.0.0.1",
          "http://127.0.0.1:80",
          "http://127.0.0.1:@/",
          "http://127.0.0.1:@.evil.example",
          "http://127.0.0.1:@,http://evil.example",
          "http://127.0.0.1:@ http://evil.example",
          "http://127.0.0.1.evil.example:@",
          "http://127.0.0.1.:@",
          "http://user%40127.0.0.1:@",
          "http://localhost",
          "http://localhost:3000",
          "http://LOCALHOST:@",
          "HTTP://localhost:@",
          "http://localhost.:@",
          "http://localhost:@0",
          "http://sub.localhost:@",
          "https://localhost:@",
          "https://127.0.0.1:@",
          "ws://127.0.0.1:@",
          "wss://127.0.0.1:@",
          "file://",
          "file://127.0.0.1:@",
          "chrome-extension://abcdefghijklmnop",
          "moz-extension://127.0.0.1:@",
          "data:text/html,x",
          "blob:http://127.0.0.1:@/1",
          "//127.0.0.1:@",
          "127.0.0.1:@",
          "localhost:@",
          "http:/127.0.0.1:@",
          "http:127.0.0.1:@",
          "http://2130706433:@",
          "http://127.1:@",
          "http://[::ffff:127.0.0.1]:@",
          "http://[::1%lo]:@",
          "http://0.0.0.0:@",
      },
      port);
}

}  // namespace holdfast::net
