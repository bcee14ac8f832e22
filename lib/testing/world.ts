import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eq } from "drizzle-orm";
import pg from "pg";
import { afterAll } from "vitest";
import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";
import { auditEvents, divisions, people, type Role } from "#db/schema/index.ts";
import { operator } from "#lib/access/operator.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type Day, instantOn } from "#lib/core/dates.ts";
import { foundDistrict } from "#lib/divisions/commands/divisions.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { shippedDivisions, shippedEdition } from "#lib/divisions/store/edition.ts";
import { openDatabase } from "#lib/views/open-database.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A fresh database with nothing in it, migrated; gone when the test file ends. */
export const openEmpty = async () => opened(await freshDatabase());

async function opened(home: Awaited<ReturnType<typeof freshDatabase>>) {
  const db = await openDatabase(home.url);
  afterAll(async () => {
    await db.close();
    await home.remove();
  });
  return { db, url: home.url };
}

/**
 * A fresh database with the real district and nobody in it, on the engine of this run; gone when the test
 * file ends. Call it at the top of a test file named `*.world.test.ts`.
 */
export async function openWorld() {
  const { db, url } = await opened(await freshDatabase(await foundedOnce()));

  const find = async (name: string, level: "county" | "town" | "village"): Promise<Division> => {
    const rows = await db.select().from(divisions).where(eq(divisions.shortName, name));
    const [row] = rows.filter((each) => each.level === level);
    if (!row) throw new Error(`No ${level} is called ${name}`);
    return row;
  };
  const district = await find("同安区", "county");
  const actors = new Map<string, Actor>();

  async function newcomer(role: Role, town?: string): Promise<Actor> {
    const scope = town ? await find(town, "town") : district;
    const name = `${town ?? ""}${role}`;
    const username = `${role}-${randomUUID().slice(0, 8)}`;
    const createdAt = instantOn("2016-01-01").toISOString();
    const person = {
      username,
      name,
      role,
      scopeId: scope.id,
      passwordHash: "unusable",
      mustChangePassword: false,
      createdAt,
    };
    const [row] = await db.transaction((tx) => tx.insert(people).values(person).returning({ id: people.id }));
    return { id: row?.id ?? 0, username, name, role, scope };
  }

  return {
    db,
    url,
    operator,
    district,
    town: (name: string) => find(name, "town"),
    village: (name: string) => find(name, "village"),

    /**
     * A person of a role: `actor("town", "莲花镇")`, `actor("office")`. The same one each time. They have no
     * usable password.
     */
    async actor(role: Role, town?: string): Promise<Actor> {
      const known = actors.get(`${role}${town}`) ?? (await newcomer(role, town));
      actors.set(`${role}${town}`, known);
      return known;
    },
    /** Another person of a role each time. */
    newcomer,

    /** The context of `actor` on a day (2016-12-31 unless told). */
    as: (actor: Actor, on: Day = "2016-12-31"): Ctx => contextOf(db, actor, on),

    /** The newest audit event, its payload parsed; the rows that it wrote are `audit verify`'s. */
    async lastEvent() {
      const rows = await db.select().from(auditEvents);
      const last = rows.toSorted((a, b) => b.seq - a.seq)[0];
      if (!last) throw new Error("The trail is empty");
      const { wrote: _, ...payload } = JSON.parse(last.payload);
      return { ...last, payload };
    },
  };
}

/** The district as it is founded, made once a process and kind of secrets, and copied for each test file. */
const founded = new Map<string | undefined, Promise<string>>();
function foundedOnce(suite = process.env.GUATU_CRYPTO): Promise<string> {
  const made = founded.get(suite) ?? found();
  founded.set(suite, made);
  return made;
}

async function found(): Promise<string> {
  const home = await freshDatabase();
  const db = await openDatabase(home.url);
  await foundDistrict(contextOf(db, operator), {
    edition: shippedDivisions(),
    on: shippedEdition.on,
    laterOn: shippedEdition.laterOn,
    demonstration: false,
  });
  await db.close();
  process.once(
    "exit",
    () => engine === "sqlite" && rmSync(dirname(home.url), { recursive: true, force: true }),
  );
  return home.url;
}

const contextOf = (db: Db, actor: Actor, on: Day = "2016-12-31"): Ctx => ({
  db,
  actor,
  now: instantOn(on),
  request: "test",
});

/**
 * Where a fresh database is to be, and how it goes again.
 * @param from the address of one that nobody has open, to begin as its copy
 */
export async function freshDatabase(from?: string) {
  if (engine === "sqlite") {
    const folder = mkdtempSync(join(tmpdir(), "guatu-"));
    if (from) copyFileSync(from, join(folder, "guatu.db"));
    return {
      url: join(folder, "guatu.db"),
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const server = process.env.DATABASE_URL ?? "";
  const name = `world_${randomUUID().replaceAll("-", "")}`;
  const ask = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await ask(`CREATE DATABASE ${name}${from ? ` TEMPLATE ${from.replace(/^.*\//, "")}` : ""}`);
  return { url: server.replace(/[^/]*$/, name), remove: () => ask(`DROP DATABASE ${name} WITH (FORCE)`) };
}
