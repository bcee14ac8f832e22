import { expect, test } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

const production = { origin: "https://guatu.example.gov.cn", production: true };
const demonstration = { origin: "http://localhost:3000", production: false };

test.each([
  [production, { origin: "https://guatu.example.gov.cn" }, true],
  [production, { origin: "http://guatu.example.gov.cn" }, false],
  [production, { origin: "https://guatu.example.gov.cn:8443" }, false],
  [production, { origin: "null" }, false],
  [production, { origin: "https://evil.example", host: "evil.example" }, false],
  [production, {}, true],
  [production, { "sec-fetch-site": "cross-site" }, false],
  [production, { "sec-fetch-site": "same-site" }, false],
  [demonstration, { origin: "http://localhost:3000", host: "127.0.0.1:3000" }, true],
  [demonstration, { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, true],
  [demonstration, { origin: "http://127.0.0.1:3001", host: "127.0.0.1:3000" }, false],
  [demonstration, { origin: "null", host: "127.0.0.1:3000" }, false],
] as const)("%o posting with %o counts as ours: %s", (configured, headers, expected) => {
  expect(isSameOrigin(new Headers(headers), configured)).toBe(expected);
});
