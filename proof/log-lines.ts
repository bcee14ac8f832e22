import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";

// What a server's log must hold: JSON alone, one line a request at most, and nothing that our own code threw.

export type LogFaults = {
  notJson: string[];
  ours: string[];
  twice: string[];
  nameless: string[];
  lines: number;
};

export function faultsOf(lines: readonly string[]): LogFaults {
  const faults: LogFaults = { notJson: [], ours: [], twice: [], nameless: [], lines: lines.length };
  const seen = new Map<unknown, string>();
  for (const text of lines) {
    const line = parsed(text);
    if (line === null) {
      faults.notJson.push(text.slice(0, 200));
      continue;
    }
    const { request, msg, err } = line;
    if (request === undefined && msg !== "more were refused") faults.nameless.push(text.slice(0, 300));
    if (request !== undefined && seen.has(request))
      faults.twice.push(`${seen.get(request)} | ${msg}`.slice(0, 300));
    seen.set(request, String(msg));
    const frame = typeof err?.stack === "string" ? firstFrame(err.stack) : "";
    if (msg === "a command failed" || isOurs(frame))
      faults.ours.push(`${msg} ${err?.message ?? ""} ${frame}`.slice(0, 300));
  }
  return faults;
}

type Line = { request?: unknown; msg?: unknown; err?: { message?: unknown; stack?: unknown } };
function parsed(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}

const firstFrame = (stack: string): string => sourceOf(/^\s+at .*$/m.exec(stack)?.[0].trim() ?? "");

/** A frame in a built file as the source that it was built from. */
function sourceOf(frame: string): string {
  const [, path = "", line, column] = /\(?((?:\/|file:)[^()]+):(\d+):(\d+)\)?$/.exec(frame) ?? [];
  const file = decodeURI(path.replace(/^file:\/\//, ""));
  if (!/\/\.next\/server\//.test(file) || !existsSync(`${file}.map`)) return frame;
  const entry = mapOf(`${file}.map`).findEntry(Number(line) - 1, Number(column) - 1);
  return "originalSource" in entry ? `${frame} ${entry.originalSource}` : frame;
}
const maps = new Map<string, SourceMap>();
function mapOf(path: string): SourceMap {
  const known = maps.get(path) ?? new SourceMap(JSON.parse(readFileSync(path, "utf8")));
  maps.set(path, known);
  return known;
}

const isOurs = (frame: string): boolean => frame !== "" && !/node_modules|\(?node:|<anonymous>/.test(frame);
