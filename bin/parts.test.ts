import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { partsOf, watchBody } from "./parts.ts";

const body = (parts: number) =>
  Buffer.from(`${'--a+b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n'.repeat(parts)}--a+b--\r\n`);
const type = "multipart/form-data; boundary=a+b";

test.each([1, 2, 3, 7, 50, 10_000])("in pieces of %i bytes each part is counted once", (size) => {
  const count = partsOf(type) as (piece: Buffer) => number;
  const whole = body(40);
  let last = 0;
  for (let at = 0; at < whole.length; at += size) last = count(whole.subarray(at, at + size));
  expect(last).toBe(41); // the end is a boundary as well
});

test("a quoted boundary is one, and what is no form of parts has none", () => {
  expect(partsOf('multipart/form-data; boundary="a+b"')?.(body(3))).toBe(4);
  expect(partsOf("application/x-www-form-urlencoded")).toBeNull();
  expect(partsOf("multipart/form-data")).toBeNull();
});

test("a body of too many parts is told of once, gives nothing on, and still ends: its connection belongs to the next request", async () => {
  const request = Object.assign(new Readable({ read() {} }), {
    headers: { "content-type": type },
  }) as unknown as IncomingMessage;
  let [told, given] = [0, 0];
  void watchBody(request, { parts: 3, whole: true }, () => told++);
  request.on("data", (piece: Buffer) => {
    given += piece.length;
  });
  for (const piece of [body(10), body(10), null]) request.push(piece);
  await once(request, "end");
  expect([told, given]).toEqual([1, 0]);
});
