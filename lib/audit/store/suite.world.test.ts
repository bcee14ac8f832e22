import { afterAll, beforeAll, expect, test } from "vitest";
import { auditEvents, people } from "#db/schema/index.ts";
import { runExport } from "#lib/exports/leaving.ts";
import { seal, unseal } from "#lib/people/store/second-factor.ts";
import { setStage } from "#lib/testing/stage.ts";
import { openEmpty, openWorld } from "#lib/testing/world.ts";
import { wordsIn } from "../../../bin/district.ts";
import { checkTrail } from "../../../bin/verify-trail.mjs";
import { verifyTrail } from "../queries/trail.ts";
import { headOf } from "./record.ts";
import { requireSuite } from "./suite.ts";

// A district that was founded with GUATU_CRYPTO=gm is kept with SM3 and SM4, whatever is asked for later.

const before = process.env.GUATU_CRYPTO;
process.env.GUATU_CRYPTO = "gm";
const world = await openWorld();
const stage = await setStage(world);
beforeAll(() => {
  delete process.env.GUATU_CRYPTO;
});
afterAll(() => {
  if (before !== undefined) process.env.GUATU_CRYPTO = before;
});

test("each event says that SM3 hashed it, also when the setting is gone, and the trail holds", async () => {
  await stage.account("auditor");
  const events = await world.db.select().from(auditEvents);
  expect(events.length).toBeGreaterThan(1);
  expect(new Set(events.map(({ hashedBy }) => hashedBy))).toEqual(new Set(["sm3"]));
  expect(await verifyTrail(world.db, [await headOf(world.db)])).toMatchObject({
    broken: null,
    events: events.length,
  });
});

test("its export is checked by the file alone, with and without addresses, and a forged line is found", async () => {
  const auditor = { ...world.as(await world.actor("auditor")), address: "192.0.2.7" };
  const file = async () => {
    const { body } = await runExport(auditor, { kind: "audit", filter: {} }, "csv", wordsIn("en"), "en");
    return Buffer.from(await new Response(body).arrayBuffer()).toString();
  };
  await file(); // leaves events that have an address
  const text = await file();
  const { events, shown, broken } = checkTrail(text);
  expect({ broken, hidden: events - shown }).toEqual({ broken: null, hidden: 0 });
  expect(text).toContain("192.0.2.7");
  expect(checkTrail(text.replaceAll('""sm3""', '""sm4""')).broken).not.toBeNull();
  expect(checkTrail(text.replace("Set up the district", "Sign in")).broken).not.toBeNull();
});

test("second factors are sealed with SM4 there, and what AES sealed before is still read", async () => {
  const { actor, secret } = await stage.enrolled();
  const sealed = (await world.db.select().from(people)).find(({ id }) => id === actor.id)
    ?.totpSecret as string;
  expect(sealed).toMatch(/^gm\./);
  expect(unseal(sealed, actor.id as number)).toBe(secret);
  expect(unseal(seal(secret, 7), 7)).toBe(secret);
  expect(() => unseal(sealed, 7)).toThrow();
});

test("a trail that began with SHA-256 is not gone on with otherwise, and the start says so; an empty database may", async () => {
  const plain = await openWorld();
  await expect(requireSuite(plain.db, true)).rejects.toThrow(
    /^GUATU_CRYPTO=gm, but this district was founded with SHA-256/,
  );
  await requireSuite(plain.db, false);
  await requireSuite(world.db, false);
  await requireSuite(world.db, true);
  await requireSuite((await openEmpty()).db, true);
});
