import { tagsIn, valuesOf } from "./xml-tags.ts";

/**
 * An amount reads the same with its thousands apart or not; to write every one of them out takes longer than
 * to read them.
 */
const plainNumber = /^(?:General|@|[#0,.;()_ ¥￥-]*)$/;
/** A comma behind the last digit divides what is shown by a thousand. */
const scaling = /[0#?],+(?:[;_)\s]|\.|$)/;
/** Spreadsheet programs keep no longer format, and a longer one is made to cost time. */
const longestFormat = 255;
/** Formats that have a number and no words in the file; those of days depend on the program's language. */
const builtIn = (id: number): string | undefined =>
  id === 9
    ? "0%"
    : id === 10
      ? "0.00%"
      : (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
        ? "yyyy-mm-dd"
        : undefined;

/**
 * By the style that a cell names: the format that makes its number look like something else, `undefined` for
 * plain numbers and texts.
 */
export function formatsOf(styles: string): (string | undefined)[] {
  const own = new Map<number, string>();
  for (const tag of tagsIn(styles, "numFmt"))
    own.set(
      Number(valuesOf(tag.inside, "numFmtId").at(-1)),
      unescaped(valuesOf(tag.inside, "formatCode").at(-1) ?? ""),
    );
  const from = styles.search(/<(?:[^\s<>:/]*:)?cellXfs[\s>]/);
  const to = styles.indexOf("cellXfs>", from);
  return [...tagsIn(from < 0 ? "" : styles.slice(from, to < 0 ? undefined : to), "xf")].map((tag) => {
    const id = Number(valuesOf(tag.inside, "numFmtId").at(-1));
    const format = own.get(id) ?? builtIn(id);
    return format === undefined ||
      format.length > longestFormat ||
      (plainNumber.test(format) && !scaling.test(format))
      ? undefined
      : format;
  });
}

/** By the style that a cell names: is its text struck through? */
export function struckStyles(styles: string): boolean[] {
  const section = (name: string) => {
    const from = styles.search(new RegExp(`<(?:[^\\s<>:/]*:)?${name}[\\s>]`));
    const to = styles.indexOf(`${name}>`, from);
    return from < 0 ? "" : styles.slice(from, to < 0 ? undefined : to);
  };
  const fonts: boolean[] = [];
  for (const tag of tagsIn(section("fonts"), "font", "strike")) {
    if (tag.name === "font") fonts.push(false);
    else if (fonts.length > 0 && !/^(?:0|false)$/.test(valuesOf(tag.inside, "val").at(-1) ?? ""))
      fonts[fonts.length - 1] = true;
  }
  if (!fonts.includes(true)) return [];
  return [...tagsIn(section("cellXfs"), "xf")].map(
    (tag) => fonts[Number(valuesOf(tag.inside, "fontId").at(-1) ?? 0)] ?? false,
  );
}

const entities = new Map([
  ["quot", '"'],
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["apos", "'"],
]);
const unescaped = (text: string) =>
  Buffer.from(text, "latin1")
    .toString("utf8")
    .replace(/&(\w{2,4});/g, (whole, name: string) => entities.get(name) ?? whole);

export const isPercent = (format: string): boolean => format.replace(/"[^"]*"|\\./g, "").includes("%");
