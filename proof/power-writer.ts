// A program: posts as many times as it is told to, and says on its standard output what was acknowledged
// (power.proof.ts).
import { writeSync } from "node:fs";
import { and, asc, eq } from "drizzle-orm";
import { accounts, divisions } from "#db/schema/index.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { as } from "../bench/district.ts";

const [, , file = "", count = "0"] = process.argv;
const db = await openDatabase(file);
const ctx = await as(db, "office");
const [town] = await db.select().from(divisions).where(eq(divisions.shortName, "莲花镇"));
const [village] = await db
  .select()
  .from(divisions)
  .where(and(eq(divisions.shortName, "军营"), eq(divisions.level, "village")));
const [account] = await db
  .select()
  .from(accounts)
  .where(eq(accounts.code, "501"))
  .orderBy(asc(accounts.id))
  .limit(1);
if (!town || !village || !account) throw new Error("The demonstration is not what it was.");
for (let at = 0; at < Number(count); at++) {
  const voucher = `P${String(at).padStart(5, "0")}`;
  await postIncome(ctx, {
    townId: town.id,
    month: "2016-12",
    rows: [{ villageId: village.id, accountId: account.id, amountFen: 100, voucher }],
  });
  writeSync(1, `${voucher}\n`);
}
await db.close();
