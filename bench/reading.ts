import Database from "better-sqlite3";
import { boardAnew, boardOf } from "#lib/board/queries/board.ts";
import { asOf } from "#lib/core/context.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { as } from "./district.ts";
import { compare } from "./pairs.ts";
import type { Result } from "./results.ts";

type Asked = { text: string; values: unknown[]; raw: boolean };

/**
 * P1: the board of the district, its roll-ups, lights and funding, against the same statements on a bare
 * connection: computed anew, as after something was recorded, and kept, as while nothing is; and that of a
 * past day against today's.
 */
export async function boardReading(file: string): Promise<Result[]> {
  const asked = listening();
  const db = await openDatabase(file);
  const ctx = await as(db, "leader");
  asked.length = 0;
  await boardAnew(ctx);
  const statements = [...asked];
  const bare = new Database(file, { readonly: true });
  const prepared = statements.map(({ text, values, raw }) => ({
    statement: raw ? bare.prepare(text).raw(true) : bare.prepare(text),
    values,
  }));
  const floor = () => prepared.map(({ statement, values }) => statement.all(...values));
  const anew = await compare({ floor, ours: () => boardAnew(ctx) }, 400);
  const kept = await compare({ floor, ours: () => boardOf(ctx) }, 400);
  const past = asOf(ctx, "2016-06-30");
  const then = await compare({ floor: () => boardAnew(ctx), ours: () => boardAnew(past) }, 100);
  bare.close();
  await db.close();
  const row = (
    what: string,
    against: string,
    { floorMs, oursMs, ratio }: typeof anew,
    reach: number,
  ): Result => ({
    id: "P1",
    what,
    floor: against,
    floorText: ms(floorMs),
    oursText: ms(oursMs),
    ratio,
    reach,
  });
  const same = `the same ${statements.length} statements, prepared, on a bare connection`;
  return [
    row("board query of the district (roll-up, lights, funding), computed anew", same, anew, 2),
    row("board query of the district, kept while nothing is recorded", same, kept, 2),
    row(
      "board query of the district as of a day half a year ago, computed anew",
      "the same of today",
      then,
      3,
    ),
  ];
}

const ms = (value: number) => `${value.toFixed(2)} ms`;

/** Every statement that runs from now on, with its values, in the order in which it ran. */
function listening(): Asked[] {
  const asked: Asked[] = [];
  const prepare = Database.prototype.prepare;
  Database.prototype.prepare = function (this: Database.Database, text: string) {
    return heard(prepare.call(this, text) as Database.Statement, text, false, asked);
  } as typeof prepare;
  return asked;
}

function heard(
  statement: Database.Statement,
  text: string,
  raw: boolean,
  asked: Asked[],
): Database.Statement {
  return new Proxy(statement, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (name === "raw") return () => heard(target.raw(true), text, true, asked);
      if (name !== "all" && name !== "get")
        return typeof member === "function" ? member.bind(target) : member;
      return (...values: unknown[]) => {
        asked.push({ text, values, raw });
        return member.apply(target, values);
      };
    },
  });
}
