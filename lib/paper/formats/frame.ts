import { headOnPaper, verifyUrl } from "#lib/audit/rules/paper-head.ts";
import type { Translate } from "#lib/core/columns.ts";
import { type Light, lights } from "#lib/projects/rules/lights.ts";
import { type Canvas, ink, lineOf } from "./canvas.ts";

/** What every sheet says of itself: when it was printed, and the trail's head by which it can be verified. */
export type Stamp = {
  /** The print's own audit event. */
  seq: number;
  hash: string;
  /** As people of the district read it. */
  printedAt: string;
  by: string;
  /** Where people reach the product: `/verify` stands there. */
  origin: string;
  demonstration: boolean;
};

/** Title, what it is about, and on a demonstration its mark. @returns the height it took. */
export function headline(
  pen: Canvas,
  words: Translate,
  area: { width: number },
  title: string,
  facts: readonly string[],
  stamp: Stamp,
): number {
  const mark = stamp.demonstration ? words("app.demo") : "";
  const markWidth = mark ? pen.width(mark, { size: 10, bold: true }) + 6 : 0;
  pen.text(title, 0, 0, area.width - markWidth - 4, { size: 17, bold: true });
  if (mark) {
    pen.rect(area.width - markWidth, 0.8, markWidth, 6.2, { stroke: ink.text, weight: 0.4 });
    pen.text(mark, area.width - markWidth, 1.5, markWidth, { size: 10, bold: true, align: "center" });
  }
  pen.text(facts.join("    "), 0, 7.9, area.width, { size: 11.5 });
  pen.line(0, 13.6, area.width, 13.6, { weight: 0.5, colour: ink.text });
  return 15;
}

export const footHeight = 26.5;

/** ● 正常 ▲ 预警 ■ 滞后 ○ 未报 ▨ 暂停 in a line. @returns where it ends. */
export function lightLegend(pen: Canvas, words: Translate, x: number, y: number): number {
  let at = x;
  for (const light of lights) {
    const word = words(`light.${light}`);
    const width = pen.width(word, { size: 7, bold: true }) + 3.6;
    pen.lightWord(light satisfies Light, word, at, y, width, { size: 7 });
    at += width + 2.6;
  }
  return at;
}

/**
 * What stands below every sheet: `legend` draws its own line; notes with unit, basis, data date and
 * completeness; boxes to sign; page, print and head, and the QR by which a phone asks whether the head
 * belongs to the trail.
 */
export function foot(
  pen: Canvas,
  words: Translate,
  area: { width: number },
  {
    legend,
    notes,
    preparedBy = words("print.sign.prepared"),
    page,
    pages,
    stamp,
  }: {
    legend?: (x: number, y: number, width: number) => void;
    notes: string;
    preparedBy?: string;
    page: number;
    pages: number;
    stamp: Stamp;
  },
): void {
  const side = 17;
  const left = area.width - side - 3;
  pen.line(0, 0.6, area.width, 0.6, { weight: 0.3, colour: ink.text });
  legend?.(0, 1.8, left);
  const noted = pen.lines(notes, left, { size: 6.8 }, 2);
  pen.block(noted, 0, legend ? 5.8 : 2.2, left, { size: 6.8, colour: ink.soft });

  const signing = ["prepared", "reviewed", "approved", "dated"] as const;
  const boxTop = 13.2;
  const boxWidth = left / signing.length;
  for (const [at, role] of signing.entries()) {
    const x = at * boxWidth;
    const label = role === "prepared" ? preparedBy : words(`print.sign.${role}`);
    const own = Math.min(boxWidth * 0.5, pen.width(label, { size: 8 }) + 3);
    pen.rect(x, boxTop, boxWidth, 10, { stroke: ink.line, weight: 0.2 });
    pen.rect(x, boxTop, own, 10, { fill: ink.fill, stroke: ink.line, weight: 0.2 });
    pen.text(label, x + 1, boxTop + 5 - lineOf(8) / 2, own - 2, { size: 8, align: "center" });
  }
  pen.qr(verifyUrl(stamp), area.width - side, 2.2, side);
  pen.text(words("print.scan"), area.width - side - 2, 2.2 + side + 0.6, side + 4, {
    size: 6.2,
    align: "center",
    colour: ink.soft,
  });
  const tell = [
    words("print.page", { page, pages }),
    words("print.printed", { at: stamp.printedAt, by: stamp.by }),
    words("print.head", { seq: stamp.seq, head: headOnPaper(stamp.hash) }),
  ].join("  ·  ");
  const tellWidth = pen.width(tell, { size: 7 });
  pen.text(tell, left - tellWidth, boxTop + 10.4, tellWidth + 0.1, { size: 7 });
  const hint = stamp.demonstration
    ? words("print.demo")
    : words("print.verifyAt", { url: `${stamp.origin}/verify` });
  pen.text(hint, 0, boxTop + 10.5, left - tellWidth - 4, { size: 6.4, colour: ink.soft });
}
