import { createCipheriv } from "node:crypto";
import { expect, test } from "vitest";
import { requireGm, sealGm, sm3, unsealGm } from "./gm.ts";

test("SM3 is the standard's (GB/T 32905, appendix A)", () => {
  expect(sm3("abc")).toBe("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  expect(sm3("abcd".repeat(16))).toBe("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
});

test("SM4 is the standard's (GB/T 32907, appendix A): one block, and a block encrypted a million times", () => {
  const key = Buffer.from("0123456789abcdeffedcba9876543210", "hex");
  const one = createCipheriv("sm4-cbc", key, Buffer.alloc(16)).setAutoPadding(false);
  expect(one.update(key).toString("hex")).toBe("681edf34d206965e86b3e94f536e4246");
  const cipher = createCipheriv("sm4-ecb", key, null).setAutoPadding(false);
  let block = key;
  for (let count = 0; count < 1_000_000; count++) block = cipher.update(block) as Buffer<ArrayBuffer>;
  expect(block.toString("hex")).toBe("595298c7c6fd271f0402f804c33d3f66");
});

test("what was sealed is read by its secret, for its purpose and its owner, and by nothing else", () => {
  const sealed = sealGm("JBSWY3DPEHPK3PXP", "the secret", "second factors", "7");
  expect(unsealGm(sealed, "the secret", "second factors", "7")).toBe("JBSWY3DPEHPK3PXP");
  expect(sealGm("JBSWY3DPEHPK3PXP", "the secret", "second factors", "7").equals(sealed)).toBe(false);
  for (const [secret, purpose, owner] of [
    ["another", "second factors", "7"],
    ["the secret", "another", "7"],
    ["the secret", "second factors", "8"],
  ] as const)
    expect(() => unsealGm(sealed, secret, purpose, owner)).toThrow();
});

test("a change of any byte, or a part of it, is refused before anything is decrypted", () => {
  const sealed = sealGm("JBSWY3DPEHPK3PXP", "the secret", "second factors", "7");
  for (let at = 0; at < sealed.length; at++) {
    const altered = Buffer.from(sealed);
    altered[at] = (altered[at] as number) ^ 1;
    expect(() => unsealGm(altered, "the secret", "second factors", "7"), `byte ${at}`).toThrow(
      "not what was sealed",
    );
    expect(
      () => unsealGm(sealed.subarray(0, at), "the secret", "second factors", "7"),
      `${at} bytes`,
    ).toThrow("not what was sealed");
  }
});

test("a Node without them is refused in a sentence", () => {
  expect(() => requireGm()).not.toThrow();
  expect(() => requireGm(["sha256"], ["sm4-cbc"])).toThrow(/^This district is kept with SM3 and SM4/);
  expect(() => requireGm(["sm3"], ["aes-256-gcm"])).toThrow(/^This district is kept with SM3 and SM4/);
});
