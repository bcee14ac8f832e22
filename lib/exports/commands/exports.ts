import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { writeAnchor } from "#lib/audit/store/anchors.ts";
import type { Head } from "#lib/audit/store/record.ts";
import { type Asked, aboutOf, byWhom } from "../queries/about.ts";
import type { Begun, Cancelled, Whole } from "../rules/cover.ts";
import type { Extract } from "../rules/extract.ts";

type ExportEvent = {
  verb: "export.begin" | "export.run" | "export.cancel";
  extract: Extract;
  asked: Asked;
  end?: Whole | Cancelled;
  /**
   * The export that it is the end of; none where it is all one event. Of one without a number it is the only
   * event, and says when it left.
   */
  of?: Begun;
};

const aboutIn = ({ number: _, hash: __, asOf: ___, by: ____, ...about }: Begun) => about;

/**
 * One event of an export. What begins one says what it is of; what ends one says how, and names it by its
 * number.
 */
export const rememberExport = defineCommand({
  verb: "export.run",
  input: takes<ExportEvent>(),
  prepare: async (ctx, { input: { extract, asked, of } }) =>
    of ? aboutIn(of) : aboutOf(ctx, extract, asked),
  place: (_, __, { input: { verb, extract } }) => ({ verb, divisionCode: extract.node.code }),
  async work(_, __, { input: { verb, extract, asked, end, of }, prepared: about }) {
    const id = of && of.number > 0 ? of.number : null;
    const name = `${asked.request.kind}.${asked.format}`;
    const after =
      id !== null ? end : { ...about, language: asked.language, ...(of && { leftAt: of.asOf }), ...end };
    const subject = { type: "export", id, name, divisionCode: extract.node.code } as const;
    return { result: { id, name }, audit: { verb, subject, after } };
  },
  async after(ctx, { input: { end }, prepared: about, result: { id, name }, event }): Promise<Begun> {
    const { seq, hash } = event as Head;
    // By the line that holds its SHA-256 the file is known again without the server.
    if (end && "sha256" in end)
      await writeAnchor(ctx.db, `export ${id ?? seq} ${name} sha256=${end.sha256}`, { seq, hash });
    return { ...about, number: seq, hash, ...byWhom(ctx) };
  },
});
