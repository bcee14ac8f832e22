import { expect, test } from "vitest";
import { agendaOf, isAbout, villagesAtMost } from "./agenda.ts";

const village = (id: number, gapFen: number, operatingFen: number | null = 1) => ({
  id,
  code: String(1000 + id),
  gapFen,
  operatingFen,
  met: gapFen === 0,
});
const named = (items: ReturnType<typeof agendaOf<{ id: number }, ReturnType<typeof village>>>) =>
  items.map((item) =>
    item.kind === "project" ? `项目${item.project.id}` : `村${item.village.id}${item.relapsed ? "返薄" : ""}`,
  );

test("projects come as the board puts them, then villages that fell back, then the furthest from their target", () => {
  const agenda = agendaOf({
    attention: [{ id: 7 }, { id: 3 }],
    tiles: [
      village(1, 500),
      village(2, 0),
      village(3, 9_000),
      village(4, 40),
      village(5, 300),
      village(6, 9_000),
    ],
    changes: { relapsed: [{ id: 4 }, { id: 5 }] },
  });
  expect(named(agenda)).toEqual(["项目7", "项目3", "村5返薄", "村4返薄", "村3", "村6", "村1"]);
});

test("a village without data has no gap to speak of", () => {
  expect(agendaOf({ attention: [], tiles: [village(1, 0, null)], changes: { relapsed: [] } })).toEqual([]);
  expect(
    agendaOf({ attention: [], tiles: [{ ...village(1, 0, null), met: false }], changes: { relapsed: [] } }),
  ).toEqual([]);
});

test("no more villages than a meeting can take up, but every one that fell back", () => {
  const many = Array.from({ length: 30 }, (_, at) => village(at, 30 - at));
  expect(agendaOf({ attention: [], tiles: many, changes: { relapsed: [] } })).toHaveLength(villagesAtMost);
  const fell = many.slice(10, 25);
  const agenda = agendaOf({ attention: [], tiles: many, changes: { relapsed: fell } });
  expect(named(agenda)).toEqual(fell.map(({ id }) => `村${id}返薄`));
});

test("a comment belongs to the item that it is pinned to", () => {
  const [project, place] = agendaOf({
    attention: [{ id: 5 }],
    tiles: [village(5, 1)],
    changes: { relapsed: [] },
  });
  expect(project && isAbout(project, { projectId: 5, villageId: null })).toBe(true);
  expect(project && isAbout(project, { projectId: null, villageId: 5 })).toBe(false);
  expect(place && isAbout(place, { projectId: null, villageId: 5 })).toBe(true);
});
