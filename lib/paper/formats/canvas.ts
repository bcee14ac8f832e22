import PDFDocument from "pdfkit";
import { encode } from "uqr";
import type { Light } from "#lib/projects/rules/lights.ts";
import { mm } from "../rules/sizes.ts";
import { type Fonts, fontFiles } from "./fonts.ts";

/** Inks that stay apart in grey: text is dark, fills are light. */
export const ink = {
  text: "#15202b",
  soft: "#4d5866",
  line: "#aeb6c0",
  hair: "#d5dae1",
  fill: "#eef1f4",
  band: "#e2e7ed",
  bar: "#8b97a5",
} as const;
const lightInk: Record<Light, string> = {
  green: "#0b7f54",
  yellow: "#a85b00",
  red: "#c02b37",
  grey: "#626d7c",
  paused: "#626d7c",
};

export type TextStyle = {
  /** In points. */
  size?: number;
  bold?: boolean;
  colour?: string;
  align?: "left" | "right" | "center";
  /** In points: below it nothing is set smaller, but cut. */
  least?: number;
};

const lineHeight = 1.28; // em
const ascent = 0.9; // em from the top of a line to its baseline
const perPoint = 25.4 / 72;

/** The height of a line of text in millimetres. */
export const lineOf = (size: number): number => size * lineHeight * perPoint;

/** Draws on a PDF in millimetres from the upper left corner. */
export class Canvas {
  readonly doc: PDFKit.PDFDocument;
  readonly #widths = new Map<string, number>();

  constructor(
    info: { title: string; author: string; at: Date; language: string },
    fonts: Fonts = fontFiles(),
  ) {
    this.doc = new PDFDocument({
      autoFirstPage: false,
      lang: info.language,
      displayTitle: true,
      info: {
        Title: info.title,
        Author: info.author,
        Creator: "Guatu",
        Producer: "Guatu",
        CreationDate: info.at,
        ModDate: info.at,
      },
    });
    this.doc.registerFont("regular", fonts.regular);
    this.doc.registerFont("bold", fonts.bold);
  }

  page(size: { width: number; height: number }): void {
    this.doc.addPage({ size: [mm(size.width), mm(size.height)], margin: 0 });
  }

  /** Whatever `draw` draws, moved and enlarged, and cut off outside of `window` where one is given. */
  placed(
    { x = 0, y = 0, times = 1 }: { x?: number; y?: number; times?: number },
    window: Rect | null,
    draw: () => void,
  ): void {
    this.doc.save();
    if (window) this.doc.rect(mm(window.x), mm(window.y), mm(window.width), mm(window.height)).clip();
    this.doc.translate(mm(x), mm(y)).scale(times);
    draw();
    this.doc.restore();
  }

  width(text: string, { size = 8, bold = false }: TextStyle = {}): number {
    const key = `${bold ? "b" : "r"}${text}`;
    let ems = this.#widths.get(key);
    if (ems === undefined) {
      ems = this.doc.font(bold ? "bold" : "regular", 1000).widthOfString(text) / 1000;
      this.#widths.set(key, ems);
    }
    return ems * size * perPoint;
  }

  /**
   * One line of text in a cell whose upper left corner is at x, y; what does not fit is set smaller, down to
   * 70 % or `least`, and then cut with "…".
   */
  text(text: string, x: number, y: number, width: number, style: TextStyle = {}): void {
    if (text === "") return;
    const { bold = false, colour = ink.text, align = "left" } = style;
    const wanted = style.size ?? 8;
    const natural = this.width(text, { ...style, size: wanted });
    const size =
      natural <= width ? wanted : Math.max(style.least ?? wanted * 0.7, (wanted * width) / natural);
    const shown =
      this.width(text, { ...style, size }) <= width + 0.01
        ? text
        : this.#cut(text, width, { ...style, size });
    const own = this.width(shown, { ...style, size });
    const left = align === "left" ? x : align === "right" ? x + width - own : x + (width - own) / 2;
    // A smaller text stands on the line that the wanted one would have stood on.
    const baseline = mm(y) + wanted * (ascent + (lineHeight - 1) / 2) - (wanted - size) * 0.1;
    this.doc
      .font(bold ? "bold" : "regular", size)
      .fillColor(colour)
      .text(shown, mm(left), baseline, { lineBreak: false, baseline: "alphabetic" });
  }

  #cut(text: string, width: number, style: TextStyle): string {
    const signs = [...text];
    while (signs.length > 1 && this.width(`${signs.join("")}…`, style) > width) signs.pop();
    return `${signs.join("").trimEnd()}…`;
  }

  /**
   * `text` in lines of `width`, broken between Chinese signs and between Latin words; at most `most`, the
   * last one cut with "…".
   */
  lines(text: string, width: number, style: TextStyle = {}, most = Number.POSITIVE_INFINITY): string[] {
    const all: string[] = [];
    for (const paragraph of text.split(/\r?\n/)) {
      let line = "";
      for (const word of paragraph.match(wordlike) ?? []) {
        if (line !== "" && this.width((line + word).trimEnd(), style) > width) {
          all.push(line.trimEnd());
          line = word.trimStart();
        } else line += word;
      }
      all.push(line.trimEnd());
    }
    if (all.length <= most) return all;
    const kept = all.slice(0, most);
    return [...kept.slice(0, -1), this.#cut(`${kept.at(-1) ?? ""} ${all[most] ?? ""}`, width, style)];
  }

  /** Lines one below the other. @returns their height. */
  block(lines: readonly string[], x: number, y: number, width: number, style: TextStyle = {}): number {
    const step = lineOf(style.size ?? 8);
    for (const [at, line] of lines.entries()) this.text(line, x, y + at * step, width, style);
    return lines.length * step;
  }

  line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    { weight = 0.15, colour = ink.line as string, dash = 0 } = {},
  ): void {
    this.doc.save().lineWidth(mm(weight)).strokeColor(colour);
    if (dash > 0) this.doc.dash(mm(dash), { space: mm(dash) });
    this.doc.moveTo(mm(x1), mm(y1)).lineTo(mm(x2), mm(y2)).stroke().restore();
  }

  path(
    points: readonly { x: number; y: number }[],
    { weight = 0.3, colour = ink.text as string, dash = 0 } = {},
  ): void {
    const [first, ...rest] = points;
    if (!first) return;
    this.doc.save().lineWidth(mm(weight)).strokeColor(colour).lineJoin("round");
    if (dash > 0) this.doc.dash(mm(dash), { space: mm(dash) });
    this.doc.moveTo(mm(first.x), mm(first.y));
    for (const { x, y } of rest) this.doc.lineTo(mm(x), mm(y));
    this.doc.stroke().restore();
  }

  rect(
    x: number,
    y: number,
    width: number,
    height: number,
    { fill, stroke, weight = 0.15 }: { fill?: string; stroke?: string; weight?: number },
  ): void {
    if (width <= 0 || height <= 0) return;
    if (fill) this.doc.rect(mm(x), mm(y), mm(width), mm(height)).fill(fill);
    if (stroke) this.doc.lineWidth(mm(weight)).rect(mm(x), mm(y), mm(width), mm(height)).stroke(stroke);
  }

  /** Diagonal lines: what is not known, or stands still. */
  hatch(
    x: number,
    y: number,
    width: number,
    height: number,
    { colour = ink.line as string, step = 1.2 } = {},
  ): void {
    this.doc.save().rect(mm(x), mm(y), mm(width), mm(height)).clip().lineWidth(mm(0.15)).strokeColor(colour);
    for (let at = -height; at < width; at += step)
      this.doc.moveTo(mm(x + at), mm(y + height)).lineTo(mm(x + at + height), mm(y));
    this.doc.stroke().restore();
  }

  /** ● ▲ ■ ○ ▨ as shapes, in a square of `side`: they need no font, and differ without colour. */
  light(light: Light, x: number, y: number, side: number): void {
    const { doc } = this;
    const colour = lightInk[light];
    const [left, top, s] = [mm(x), mm(y), mm(side)];
    if (light === "green") doc.circle(left + s / 2, top + s / 2, s / 2).fill(colour);
    else if (light === "yellow")
      doc
        .polygon(
          [left + s / 2, top - s * 0.04],
          [left + s * 1.04, top + s * 0.94],
          [left - s * 0.04, top + s * 0.94],
        )
        .fill(colour);
    else if (light === "red") doc.rect(left + s * 0.04, top + s * 0.04, s * 0.92, s * 0.92).fill(colour);
    else if (light === "grey")
      doc
        .lineWidth(s * 0.13)
        .circle(left + s / 2, top + s / 2, s * 0.42)
        .stroke(colour);
    else {
      this.hatch(x + side * 0.06, y + side * 0.06, side * 0.88, side * 0.88, { colour, step: side / 3 });
      this.rect(x + side * 0.06, y + side * 0.06, side * 0.88, side * 0.88, {
        stroke: colour,
        weight: side * 0.1,
      });
    }
  }

  /** ▽ 未达标, hollow. */
  below(x: number, y: number, side: number): void {
    const [left, top, s] = [mm(x), mm(y), mm(side)];
    this.doc
      .lineWidth(s * 0.13)
      .polygon([left, top + s * 0.12], [left + s, top + s * 0.12], [left + s / 2, top + s * 0.95])
      .stroke(lightInk.red);
  }

  /** A light with its word. */
  lightWord(light: Light, word: string, x: number, y: number, width: number, style: TextStyle = {}): void {
    const size = style.size ?? 8;
    const side = size * 0.8 * perPoint;
    this.light(light, x, y + (lineOf(size) - side) / 2, side);
    this.text(word, x + side + 0.8, y, width - side - 0.8, {
      ...style,
      colour: lightInk[light],
      bold: light === "red" || (style.bold ?? false),
    });
  }

  qr(text: string, x: number, y: number, side: number): void {
    const { size, data } = encode(text, { ecc: "M", border: 0 });
    const cell = mm(side) / size;
    for (const [row, cells] of data.entries()) {
      for (const [column, dark] of cells.entries())
        if (dark) this.doc.rect(mm(x) + column * cell, mm(y) + row * cell, cell * 1.02, cell * 1.02);
    }
    this.doc.fill("#000000");
  }
}

export type Rect = { x: number; y: number; width: number; height: number };

// A Chinese sign with the closing punctuation after it, or a Latin word with its spaces: what a line may be
// broken after.
const closing = "，。、；：！？）》」』”’％%)\\],.;:!?…";
const wordlike = new RegExp(
  `[\\u2e80-\\u9fff\\uf900-\\uffef][${closing}]*\\s*|[^\\s\\u2e80-\\u9fff\\uf900-\\uffef]+\\s*|\\s+`,
  "gu",
);
