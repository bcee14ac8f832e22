import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { runExport } from "#lib/exports/leaving.ts";
import { printBoard } from "#lib/paper/commands/prints.ts";
import { BoardPrint } from "#lib/paper/input.ts";
import { openWorld } from "#lib/testing/world.ts";
import { wordsIn } from "../../../bin/district.ts";
import { anchorsOf, checkTrail } from "../../../bin/verify-trail.mjs";
import { verifyTrail } from "../queries/trail.ts";
import { anchorOf, anchorsIn, keepAnchors, writeAnchor } from "./anchors.ts";
import { headOf } from "./record.ts";

const world = await openWorld();
const auditor = world.as(await world.actor("auditor"));
const folder = mkdtempSync(join(tmpdir(), "guatu-anchors-"));
const path = join(folder, "anchors");
const lines = () => readFileSync(path, "utf8").split("\n").slice(0, -1);
beforeEach(() => {
  process.env.GUATU_ANCHORS = path;
  writeFileSync(path, "");
});
afterAll(() => {
  delete process.env.GUATU_ANCHORS;
  rmSync(folder, { recursive: true });
});

test("a head is appended with its instant and why, and nothing is without a place", async () => {
  const { seq, hash } = await headOf(world.db);
  await writeAnchor(world.db, "lock 2016-11\nforged 1");
  await writeAnchor(world.db, "hourly", undefined, { file: undefined, syslog: undefined });
  expect(lines()).toEqual([
    expect.stringMatching(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ${seq} ${hash} lock 2016-11 forged 1$`),
    ),
  ]);
  expect(await anchorsIn(path)).toEqual([{ seq, hash }]);
  writeFileSync(path, "what\n");
  await expect(anchorsIn(path)).rejects.toThrow(`Line 1 of ${path} is no anchor`);
});

test("it is sent to a log server as RFC 5424 says", async () => {
  const server = createSocket("udp4").bind(0, "127.0.0.1");
  await once(server, "listening");
  const heard = once(server, "message");
  const syslog = { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
  await writeAnchor(world.db, "hourly", undefined, { file: undefined, syslog });
  const [message] = await heard;
  server.close();
  const { seq, hash } = await headOf(world.db);
  expect(String(message)).toMatch(
    new RegExp(`^<109>1 \\d{4}-\\S+Z \\S+ guatu \\d+ anchor - ${seq} ${hash} hourly$`),
  );
});

test("a place that cannot be written stops nobody", async () => {
  const said: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = ((text: string) => said.push(text) > 0) as typeof write;
  await writeAnchor(world.db, "hourly", undefined, {
    file: join(folder, "gone", "anchors"),
    syslog: undefined,
  });
  process.stderr.write = write;
  expect(said.join("")).toContain("could not be kept");
});

test("a server keeps one when it starts, and none after it was told to stop", async () => {
  const stopping = new AbortController();
  const kept = keepAnchors(world.db, stopping.signal);
  await expect.poll(lines).toHaveLength(1);
  stopping.abort();
  await kept;
  expect(lines()).toEqual([expect.stringMatching(/ start$/)]);
});

test("an export and a print each leave their own, by which file and paper are known again", async () => {
  await writeAnchor(world.db, "start");
  const { body } = await runExport(auditor, { kind: "audit", filter: {} }, "csv", wordsIn("zh-CN"), "zh-CN");
  const text = Buffer.from(await new Response(body).arrayBuffer()).toString();
  const event = await world.lastEvent();
  expect(lines().at(-1)).toContain(
    ` ${event.seq} ${event.hash} export ${event.subjectId} audit.csv sha256=${event.payload.after.sha256}`,
  );
  const kept = anchorsOf(readFileSync(path, "utf8"));
  expect(checkTrail(text, { kept })).toMatchObject({ broken: null, anchored: 1 });
  expect(checkTrail(text.replaceAll("zh-CN", "zh-cn"), { kept }).broken).not.toBeNull();

  const request = BoardPrint.parse({ year: 2016 });
  const { number, hash } = await printBoard(auditor, request, {
    words: wordsIn("zh-CN"),
    language: "zh-CN",
    origin: "https://guatu.example",
  });
  expect(lines().at(-1)).toContain(` ${number} ${hash} print board 350212000000 2016-12-31`);
});

test("the 12 digits of a sheet of paper are an anchor", async () => {
  const { seq, hash } = await headOf(world.db);
  const onPaper = anchorOf(`${seq}:${hash.slice(0, 12).toUpperCase()}`);
  expect(onPaper).toEqual({ seq, hash: hash.slice(0, 12) });
  expect((await verifyTrail(world.db, [onPaper ?? { seq: 0, hash: "" }])).broken).toBeNull();
  expect((await verifyTrail(world.db, [{ seq, hash: "0123456789ab" }])).broken).toEqual({
    seq,
    why: "anchor",
  });
  for (const text of ["12", "12:abc", `x:${hash}`, `12:${"g".repeat(12)}`]) expect(anchorOf(text)).toBeNull();
});
