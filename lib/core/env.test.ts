import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const production = { GUATU_MODE: "production", GUATU_SECRET: "x".repeat(32) };

test.each([
  [{}, ["http://localhost:3000", "http://127.0.0.1:3000"]],
  [
    { PORT: "81", HOST: "192.168.1.5" },
    ["http://localhost:81", "http://127.0.0.1:81", "http://192.168.1.5:81"],
  ],
  [{ HOST: "::1" }, ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"]],
  [{ HOST: "0.0.0.0", GUATU_ORIGIN: "http://10.1.2.3:3000" }, ["http://10.1.2.3:3000"]],
  [{ ...production, GUATU_ORIGIN: "https://guatu.example.cn" }, ["https://guatu.example.cn"]],
  [
    { ...production, GUATU_ORIGIN: "https://a.example.cn, https://b.example.cn:8443" },
    ["https://a.example.cn", "https://b.example.cn:8443"],
  ],
  [{ ...production, GUATU_ORIGIN: "http://10.1.2.3", GUATU_ALLOW_HTTP: "yes" }, ["http://10.1.2.3"]],
])("%o is opened at %o", (given, origins) => {
  expect(readEnv(given).origins).toEqual(origins);
  expect(readEnv(given).origin).toBe(origins[0]);
});

test.each([
  [{ HOST: "0.0.0.0" }, "GUATU_ORIGIN is missing"],
  [{ GUATU_MODE: "production", GUATU_ORIGIN: "https://guatu.example.cn" }, "GUATU_SECRET is missing"],
  [production, "GUATU_ORIGIN is missing"],
  [{ GUATU_ORIGIN: "guatu.example.cn" }, "which is no address"],
  [{ GUATU_ORIGIN: "https://guatu.example.cn/" }, "without a path"],
  [{ GUATU_ORIGIN: "https://guatu.example.cn/board" }, "without a path"],
  [{ GUATU_ORIGIN: "ftp://guatu.example.cn" }, "which is no address"],
  [{ ...production, GUATU_ORIGIN: "http://guatu.example.cn" }, "can be read on the way"],
  [
    { ...production, GUATU_ALLOW_HTTP: "yes", GUATU_ORIGIN: "https://g.cn,http://g.cn" },
    "with http and with https",
  ],
  [{ GUATU_PROXY: "proxy.local" }, "GUATU_PROXY holds proxy.local"],
  [{ GUATU_SYSLOG: "udp://10.0.0.9" }, "GUATU_SYSLOG holds udp://10.0.0.9"],
  [{ GUATU_SYSLOG: "10.0.0.9:70000" }, "GUATU_SYSLOG holds 10.0.0.9:70000"],
])("%o is refused: %s", (given, why) => {
  expect(() => readEnv(given)).toThrow(why);
});

test.each([
  ["10.0.0.9", { host: "10.0.0.9", port: 514 }],
  ["log.example.gov.cn:5514", { host: "log.example.gov.cn", port: 5514 }],
  ["[2001:db8::9]:6514", { host: "2001:db8::9", port: 6514 }],
])("the log server %s", (given, server) => {
  expect(readEnv({ GUATU_SYSLOG: given }).syslog).toEqual(server);
  expect(readEnv({}).syslog).toBeUndefined();
});

test.each([
  [{}, { folder: null, second: null }],
  [
    { GUATU_BACKUPS: "/b", GUATU_BACKUPS_2: "/c" },
    { folder: "/b", second: "/c" },
  ],
  [
    { ...production, GUATU_ORIGIN: "https://g.cn" },
    { folder: "data/backups", second: null },
  ],
  [
    { ...production, GUATU_ORIGIN: "https://g.cn", GUATU_BACKUPS: "off" },
    { folder: null, second: null },
  ],
])("of %o copies go to %o", (given, backups) => {
  expect(readEnv(given).backups).toEqual(backups);
});
