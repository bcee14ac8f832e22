import fc from "fast-check";
import { expect, test } from "vitest";
import { flowed, type Piece } from "./flow.ts";

type Named = Piece & { name: string };
const piece = (name: string, height: number, more: Partial<Named> = {}): Named => ({ name, height, ...more });
const names = (columns: ReturnType<typeof flowed<Named>>) =>
  columns.map((column) => column.map((each) => (each as Named).name).join(" "));

test("a heading goes over to the next column with what it heads", () => {
  expect(names(flowed([piece("a", 6), piece("Town", 3, { leads: true }), piece("b", 3)], 10))).toEqual([
    "a",
    "Town b",
  ]);
});

test("a column that begins amid a town says the town once more", () => {
  const again = piece("(Town)", 2);
  expect(
    names(
      flowed(
        [
          piece("Town", 2, { leads: true }),
          piece("a", 4, { again }),
          piece("b", 6, { again }),
          piece("c", 2, { again }),
        ],
        8,
      ),
    ),
  ).toEqual(["Town a", "(Town) b", "(Town) c"]);
});

test("a piece that is taller than a column has one to itself", () => {
  expect(names(flowed([piece("a", 3), piece("tall", 30), piece("b", 3)], 10))).toEqual(["a", "tall", "b"]);
});

test("every piece stands once, in order, and none beyond its column", () => {
  const pieces = fc.array(
    fc.record({
      height: fc.integer({ min: 1, max: 40 }),
      leads: fc.boolean(),
      again: fc.constantFrom(undefined, { height: 3 }),
    }),
  );
  fc.assert(
    fc.property(pieces, (given) => {
      const numbered = given.map((each, at) => ({
        ...piece(String(at), each.height),
        leads: each.leads,
        ...(each.again ? { again: each.again } : {}),
      }));
      const columns = flowed<Named>(numbered, 100);
      const stood = columns.flat().filter((each): each is Named => "name" in each);
      expect(stood.map((each) => each.name)).toEqual(numbered.map((each) => each.name));
      for (const column of columns) {
        const own = column.filter((each) => "name" in each);
        const height = column.reduce((sum, each) => sum + each.height, 0);
        const isOneGroup = own.slice(0, -1).every((each) => each.leads);
        expect(height <= 100 || isOneGroup).toBe(true);
      }
    }),
  );
});
