import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { inArray } from "drizzle-orm";
import { divisions } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";

// Length before composition: a long password may be of any signs. How easily one is guessed is estimated from
// lists of the commonest passwords and names, rows of the keyboard, dates, repeats, and the words that
// anybody here would try first.

/** The product's words, and what people of its country write for a password. */
const ours = [
  "guatu",
  "挂图",
  "guatu-demo",
  "zhongguo",
  "woaini",
  "jiti",
  "jingji",
  "cunji",
  "nongcun",
  "xiangzhen",
  "jiedao",
  "admin",
  "1314520",
  "5201314",
];
const least = 10;
const long = 16;
/** Beyond this the estimate takes longer than a reader waits, and says nothing new. */
const mostEstimated = 48;
/** Of 0 to 4: 3 stands for 10⁸ guesses, which at ten in a quarter of an hour nobody lives to make. */
const leastScore = 3;
const kinds = [/\p{L}/u, /\d/, /[^\p{L}\d]/u];

let made: ZxcvbnFactory | undefined;
const estimator = () => {
  made ??= new ZxcvbnFactory({ dictionary: { ...dictionary, ours }, graphs: adjacencyGraphs });
  return made;
};

export type PasswordFault = "passwordShort" | "passwordPlain" | "passwordHasName" | "passwordCommon";

/**
 * Why `password` will not do for the account `username`: a key under `refused.access`, or `null` when it
 * will.
 * @param words what is near to the account: names of its person and places, in letters too
 */
export function faultOf(
  password: string,
  username: string,
  words: readonly string[] = [],
): PasswordFault | null {
  const length = [...password].length;
  if (length < least) return "passwordShort";
  if (new Set(password).size < 5 || (length < long && kinds.filter((kind) => kind.test(password)).length < 2))
    return "passwordPlain";
  if (password.toLowerCase().includes(username)) return "passwordHasName";
  const near = words.filter((word) => word.length > 1).map((word) => word.toLowerCase());
  const { score } = estimator().check([...password].slice(0, mostEstimated).join(""), [username, ...near]);
  return score < leastScore ? "passwordCommon" : null;
}

/** @throws {Refused} when `password` will not do. */
export async function requireGoodPassword(
  ctx: Ctx,
  password: string,
  account: { username: string; name?: string },
): Promise<void> {
  if (ctx.provenance === "demo") return; // the accounts of a demonstration have a password that anybody may read
  const fault = faultOf(password, account.username, [account.name ?? "", ...(await placesOf(ctx))]);
  if (fault) throw new Refused(`access.${fault}`, {}, "password");
}

/**
 * The places that people here would think of: the district and its towns, and what lies above, by name and in
 * letters.
 */
async function placesOf(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select({ name: divisions.shortName, pinyin: divisions.pinyin })
    .from(divisions)
    .where(inArray(divisions.level, ["province", "city", "county", "town"]))
    .limit(1_000);
  return rows.flatMap(({ name, pinyin }) => [name, pinyin.replaceAll(" ", "")]);
}
