import { randomOf } from "../lib/demo/random.ts";
import { expect, test } from "./app.ts";

// UX 18: every number opens its rows. Of all the figures on the boards' pages fifty are drawn by a seed that
// does not change: each is a link, stands in a row that is itself the record, heads the rows that it sums, or
// has the way to them beside it.

const pages = [
  "/board",
  "/board/heat",
  "/board/phases",
  "/board/ranking",
  "/board/compare?from=2016-11-30",
  "/board/compare/towns",
  "/villages",
  "/projects",
  "/funding?year=2016",
];
const drawn = 50;

type Figure = { page: string; text: string; heading: string; href: string | null; traced: boolean };

test("fifty figures drawn by lot from the boards' pages open their rows, fifty of fifty", async ({
  signIn,
}) => {
  test.slow();
  const auditor = await signIn("auditor", { javaScriptEnabled: false });
  const figures: Figure[] = [];
  const visit = async (page: string) => {
    await auditor.open(page);
    figures.push(...(await auditor.page.evaluate(figuresHere)).map((figure) => ({ page, ...figure })));
  };
  for (const page of pages) await visit(page);
  // A village's card too: that of the first one below the line.
  await auditor.open("/board");
  await visit((await auditor.page.locator(".below-line li a").first().getAttribute("href")) ?? "");
  expect(figures.length).toBeGreaterThan(2000);
  const some = randomOf("trace 2016").shuffled(figures).slice(0, drawn);
  expect(some.filter((figure) => !figure.traced)).toEqual([]);
  // And nothing that a seed happens to miss.
  expect(figures.filter((figure) => !figure.traced)).toEqual([]);
  for (const href of new Set(some.flatMap(({ href }) => (href?.startsWith("/") ? [href] : [])))) {
    expect([href, (await auditor.page.request.get(href)).status()]).toEqual([href, 200]);
  }
});

/**
 * Every figure of the page below its head: a text that is a number, or says one with its measure; no day,
 * code or scale of a legend.
 */
function figuresHere(): Omit<Figure, "page">[] {
  const found: Omit<Figure, "page">[] = [];
  for (const details of document.querySelectorAll("details")) details.open = true;
  const walker = document.createTreeWalker(
    document.querySelector("main") ?? document.body,
    NodeFilter.SHOW_TEXT,
  );
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? "";
    if (
      !element?.checkVisibility() ||
      element.closest(
        "script, style, svg, select, form, nav, th, h1, caption, .sr-only, summary, .heat-scale, .legend-swatch, .chip",
      )
    )
      continue;
    const plain = text.replace(
      /\d{4}[-/年]\d{1,2}([-/月]\d{1,2})?( ?\d\d:\d\d)?|\d{1,2}月|\d{4} ?年?$|[村区]-\d+|\d{12}/g,
      "",
    );
    if (!/(^|[^\w-])[+−]?\d[\d,]*(\.\d+)?( ?[%个项村笔万元亿]|$|\/)/.test(plain)) continue;
    let link = element.closest("a[href]");
    const rows = "tr, li, dd, p, .kpi, [role=note]";
    for (let row = element.closest(rows); row && !link; row = row.parentElement?.closest(rows) ?? null)
      link = row.querySelector("a[href]");
    const head = element.closest("header, h2, .sheet-head");
    const heads = head?.closest("section")?.querySelector("tbody a[href], ul a[href], .tiles a[href]");
    const trace = link ?? heads ?? null;
    // A revision of a target is its own record, with person, instant and reason beside it.
    const record = element.closest("#targets li");
    const heading = element.closest("section")?.querySelector("h2")?.textContent ?? "";
    found.push({
      text,
      heading,
      href: trace?.getAttribute("href") ?? null,
      traced: trace !== null || record !== null,
    });
  }
  return found;
}
