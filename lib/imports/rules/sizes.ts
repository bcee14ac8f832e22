import { formatFen } from "#lib/core/money.ts";
import { type Oddness, oddnessOf, type Usual } from "#lib/income/rules/usual.ts";
import { listed } from "./about.ts";
import { type Asking, choice, keyOf, says } from "./questions.ts";

/**
 * Amounts out of all proportion to what their villages usually have: asked about once, all together, when
 * nothing else is open.
 */
export class Sizes<C extends object = object> {
  /** The cells that are asked about. */
  readonly cells = new Set<C>();
  private readonly places: { zh: string; en: string }[] = [];

  hold(place: string, amountFen: number, usual: Usual, cell: C): void {
    const odd = oddnessOf(amountFen, usual);
    if (!odd) return;
    this.cells.add(cell);
    const beside = usualInWords(odd, usual);
    this.places.push({
      zh: `${place} ${formatFen(amountFen)}（${beside.zh}）`,
      en: `${place} ${formatFen(amountFen)} (${beside.en})`,
    });
  }

  /**
   * The answer: "right", "leave", or none yet. Another amount is another question; while it is open what the
   * amounts are, what they are in or whose they are, none of them can be held against anything.
   */
  asked(asking: Asking, month: string): string | undefined {
    if (this.places.length === 0 || asking.open.length > 0) return undefined;
    const zh = this.places.map((each) => each.zh);
    return asking.answer({
      key: keyOf("size", month, ...zh),
      says: says("size", {
        count: zh.length,
        places: listed(zh),
        placesEn: listed(this.places.map((each) => each.en)),
      }),
      choices: [choice("right"), choice("leave", "leaveThem")],
      remembered: false,
    });
  }
}

const usualInWords = (odd: Oddness, { yearFen, typicalFen }: Usual) =>
  odd === "tenYears"
    ? { zh: `近12个月合计 ${formatFen(yearFen)}`, en: `${formatFen(yearFen)} in the last 12 months together` }
    : {
        zh: `近12个月平常每月 ${formatFen(typicalFen ?? 0)}`,
        en: `usually ${formatFen(typicalFen ?? 0)} a month in the last 12`,
      };
