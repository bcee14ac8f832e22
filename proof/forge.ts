import { createHash } from "node:crypto";
import { checkTrail } from "../bin/verify-trail.mjs";
import { forgeries, randomOf, takenApart } from "./forgeries.ts";

type Check = typeof checkTrail;

/** What was found of `trials` forgeries, every kind as often as the others, done to the files in turn. */
export function forged(
  files: readonly string[],
  { trials, seed, check = checkTrail }: { trials: number; seed: number; check?: Check },
) {
  const random = randomOf(seed);
  const taken = files.map(takenApart);
  const outside = files.map((text) => keptOf(text, check));
  const missed: string[] = [];
  const kinds = new Map<string, number>();
  let [tried, unseenAlone, alone] = [0, 0, 0];
  for (let turn = 0; tried < trials && turn < trials * 4; turn++) {
    const { name, needs, forge } = forgeries[turn % forgeries.length] as (typeof forgeries)[number];
    const first = random(files.length);
    let at = first;
    let text: string | null = null;
    for (let step = 0; step < files.length && text === null; step++) {
      at = (first + step) % files.length;
      text = forge(taken[at] as (typeof taken)[number], random);
      if (text === files[at]) text = null; // nothing was done to it
    }
    if (text === null) continue; // none of them has what it is done to
    tried += 1;
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
    const kept = outside[at] as ReturnType<typeof keptOf>;
    const verdict = check(
      text,
      needs === "nothing" ? {} : needs === "head" ? { anchors: kept.heads.slice(-1) } : { kept },
    );
    if (!verdict.broken) missed.push(name);
    if (needs === "nothing") continue;
    alone += 1;
    if (!check(text).broken) unseenAlone += 1;
  }
  return {
    tried,
    kinds: kinds.size,
    found: tried - missed.length,
    missed: [...new Set(missed)],
    alone,
    unseenAlone,
  };
}

/** The heads and the line that the product keeps of a file elsewhere. */
export function keptOf(text: string, check: Check = checkTrail) {
  const { head } = check(text);
  return { heads: head ? [head] : [], files: new Set([createHash("sha256").update(text).digest("hex")]) };
}

/** Which of the untouched files a verifier finds fault with, alone or beside what was kept elsewhere. */
export const falseAlarms = (files: readonly string[], check: Check = checkTrail): string[] =>
  files.flatMap((text) =>
    [check(text), check(text, { kept: keptOf(text, check) })].flatMap(({ broken }) =>
      broken ? [broken.why] : [],
    ),
  );
