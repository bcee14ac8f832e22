import { inflateSync } from "node:zlib";

// Reads a PDF as pdfkit writes it, far enough for tests: which fonts are in the file, and which words stand
// where on each page. Nothing of the code that draws is used, so that a test sees what a reader's program
// sees.

export type PdfText = {
  text: string /** Millimetres from the upper left corner, of the line the text stands on. */;
  x: number;
  y: number /** In points as printed. */;
  size: number;
};
/** A rectangle that is drawn or clipped to, in millimetres from the upper left corner. */
export type PdfRect = { x: number; y: number; width: number; height: number };
export type PdfPage = { width: number; height: number; texts: PdfText[]; rects: PdfRect[] };
export type Pdf = { pages: PdfPage[]; fonts: { name: string; embedded: boolean }[]; title: string };

type Matrix = [number, number, number, number, number, number];
const perPoint = 25.4 / 72;

/** @throws where the bytes are no whole PDF. */
export function readPdf(bytes: Buffer): Pdf {
  const text = bytes.toString("latin1");
  if (!text.startsWith("%PDF-") || !text.trimEnd().endsWith("%%EOF")) throw new Error("This is no whole PDF");
  const objects = new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [
      Number(id),
      body as string,
    ]),
  );
  const body = (id: number) => objects.get(id) ?? "";
  const ref = (source: string, key: string) =>
    Number(new RegExp(`/${key} (\\d+) 0 R`).exec(source)?.[1] ?? Number.NaN);
  const streamOf = (id: number) => {
    const whole = body(id);
    const start = whole.indexOf("stream\n") + 7;
    const raw = Buffer.from(whole.slice(start, whole.lastIndexOf("\nendstream")), "latin1");
    return (/\/Filter \/FlateDecode/.test(whole.slice(0, start)) ? inflateSync(raw) : raw).toString("latin1");
  };

  const catalog = [...objects.values()].find((each) => /\/Type \/Catalog/.test(each)) ?? "";
  const kids = [
    ...(/\/Kids \[([^\]]*)\]/.exec(body(ref(catalog, "Pages")))?.[1] ?? "").matchAll(/(\d+) 0 R/g),
  ].map(([, id]) => Number(id));
  const fontsSeen = new Map<number, { name: string; embedded: boolean; letters: Map<number, string> }>();
  const fontOf = (id: number) => {
    const known = fontsSeen.get(id);
    if (known) return known;
    const descendant = body(Number(/\/DescendantFonts \[(\d+) 0 R/.exec(body(id))?.[1]));
    const font = {
      name: /\/BaseFont \/(\S+)/.exec(body(id))?.[1] ?? "",
      embedded: /\/FontFile[23]? \d+ 0 R/.test(body(ref(descendant, "FontDescriptor"))),
      letters: lettersOf(streamOf(ref(body(id), "ToUnicode"))),
    };
    fontsSeen.set(id, font);
    return font;
  };

  const pages = kids.map((id): PdfPage => {
    const page = body(id);
    const [, , width = 0, height = 0] = (/\/MediaBox \[([^\]]*)\]/.exec(page)?.[1] ?? "")
      .split(" ")
      .map(Number);
    const resources = Number.isNaN(ref(page, "Resources")) ? page : body(ref(page, "Resources"));
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, fontId]) => [
        name as string,
        fontOf(Number(fontId)).letters,
      ]),
    );
    return {
      width: width * perPoint,
      height: height * perPoint,
      ...drawnOn(streamOf(ref(page, "Contents")), fonts, height),
    };
  });
  const title = /\/Title (?:\(([\s\S]*?)\)\n|<([0-9a-f]*)>)/.exec(text);
  return {
    pages,
    fonts: [...fontsSeen.values()].map(({ name, embedded }) => ({ name, embedded })),
    title: title?.[1] ?? title?.[2] ?? "",
  };
}

/** What each code of a font says: its ToUnicode map. */
function lettersOf(map: string): Map<number, string> {
  const letters = new Map<number, string>();
  const utf16 = (hex: string) =>
    String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((each) => Number.parseInt(each, 16)));
  for (const [, block = ""] of map.matchAll(/beginbfrange\n([\s\S]*?)\nendbfrange/g)) {
    for (const [, from = "", , list = ""] of block.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/g)) {
      const first = Number.parseInt(from, 16);
      for (const [at, [, hex = ""]] of [...list.matchAll(/<([0-9a-f ]+)>/g)].entries())
        letters.set(first + at, utf16(hex.replaceAll(" ", "")));
    }
  }
  return letters;
}

const times = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[1] * b[2],
  a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2],
  a[2] * b[1] + a[3] * b[3],
  a[4] * b[0] + a[5] * b[2] + b[4],
  a[4] * b[1] + a[5] * b[3] + b[5],
];

/** Runs the drawing operators of a page as far as text and rectangles are concerned. */
function drawnOn(
  content: string,
  fonts: ReadonlyMap<string, ReadonlyMap<number, string>>,
  height: number,
): Pick<PdfPage, "texts" | "rects"> {
  const texts: PdfText[] = [];
  const rects: PdfRect[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let place: Matrix = matrix;
  let letters: ReadonlyMap<number, string> = new Map();
  let size = 0;
  const kept: Matrix[] = [];
  let line: PdfText | null = null;
  for (const raw of content.split("\n")) {
    const operator = /(\S+)$/.exec(raw)?.[1];
    const numbers = raw.split(" ").slice(0, -1).map(Number);
    if (operator === "q") kept.push(matrix);
    else if (operator === "Q") matrix = kept.pop() ?? matrix;
    else if (operator === "cm") matrix = times(numbers as Matrix, matrix);
    else if (operator === "re") {
      const [x = 0, y = 0, w = 0, h = 0] = numbers;
      const at = times([1, 0, 0, 1, x, y], matrix);
      rects.push({
        x: at[4] * perPoint,
        y: (height - at[5]) * perPoint,
        width: w * matrix[0] * perPoint,
        height: -h * matrix[3] * perPoint,
      });
    } else if (operator === "BT") line = null;
    else if (operator === "Tm") place = times(numbers as Matrix, matrix);
    else if (operator === "Tf") {
      letters = fonts.get(/^\/(F\d+)/.exec(raw)?.[1] ?? "") ?? new Map();
      size = Number(raw.split(" ")[1]);
    } else if (operator === "TJ") {
      const codes = [...raw.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []);
      const said = codes.map((code) => letters.get(Number.parseInt(code, 16)) ?? "\ufffd").join("");
      // Words of one line come one after the other, each at its place.
      if (line) line.text += said;
      else {
        line = {
          text: said,
          x: place[4] * perPoint,
          y: (height - place[5]) * perPoint,
          size: size * Math.abs(place[3]),
        };
        texts.push(line);
      }
    }
  }
  return { texts, rects };
}
