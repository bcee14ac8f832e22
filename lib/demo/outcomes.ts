import type { Phase } from "#db/schema/projects.ts";
import type { ProjectTemplate } from "./project-templates.ts";
import type { Random } from "./random.ts";

/** How a project stands on the day that the demonstration stands on. */
export type Outcome = {
  phase: Phase;
  /**
   * `steady` keeps its pace; `behind` and `farBehind` fall 11–28 and 34–46 points behind; `unstarted` and
   * `longUnstarted` were to be building by now; `silent` and `longSilent` stopped reporting; `recovered` was
   * far behind in November; `paused` stands.
   */
  course:
    | "steady"
    | "behind"
    | "farBehind"
    | "unstarted"
    | "longUnstarted"
    | "silent"
    | "longSilent"
    | "recovered"
    | "paused";
};

const repeat = (count: number, phase: Phase, course: Outcome["course"] = "steady"): Outcome[] =>
  Array.from({ length: count }, () => ({ phase, course }));

// 83 physical projects: most on pace, some yellow, few red, as a year's end is.
const fates: Outcome[] = [
  ...repeat(7, "approved"),
  ...repeat(8, "preparation"),
  ...repeat(3, "preparation", "unstarted"),
  ...repeat(2, "preparation", "longUnstarted"),
  ...repeat(1, "preparation", "silent"),
  ...repeat(1, "preparation", "paused"),
  ...repeat(14, "building"),
  ...repeat(11, "building", "behind"),
  ...repeat(1, "building", "recovered"),
  ...repeat(4, "building", "farBehind"),
  ...repeat(2, "building", "silent"),
  ...repeat(1, "building", "longSilent"),
  ...repeat(1, "building", "paused"),
  ...repeat(9, "accepted"),
  ...repeat(14, "operating"),
  ...repeat(4, "handedOver"),
];

// "Steadily under way" is all that the article says of these four.
const named: Record<string, Outcome> = {
  梧侣商贸中心: { phase: "building", course: "steady" },
  顶村民宿群: { phase: "building", course: "steady" },
  下山头通用厂房: { phase: "building", course: "steady" },
  西洪塘综合楼: { phase: "building", course: "steady" },
  // On both lists: what happens to them is seen twice, so nothing dire does.
  莲花异地联建厂房: { phase: "building", course: "behind" },
  龙西便民市场: { phase: "operating", course: "steady" },
  垵炉花卉苗木基地: { phase: "accepted", course: "steady" },
};

/**
 * A fate for each physical project, by name; a key project that is the same as a village project shares its
 * fate.
 */
export function outcomesOf(chance: Random, sketches: ProjectTemplate[]): Map<string, Outcome> {
  const physical = sketches.filter((sketch) => !sketch.sameAs);
  const left = [...fates];
  const take = (wanted: Outcome) => {
    const at = left.findIndex((fate) => fate.phase === wanted.phase && fate.course === wanted.course);
    return left.splice(at, 1)[0] as Outcome;
  };
  const fixed = new Map(Object.entries(named).map(([name, wanted]) => [name, take(wanted)]));
  const mixed = chance.shuffled(left);
  return new Map(
    physical.map((sketch) => [sketch.name, fixed.get(sketch.name) ?? (mixed.shift() as Outcome)]),
  );
}
