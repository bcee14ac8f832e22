// RELIABILITY R4: a hundred who edit one project from the same version, through the built product. Two
// browsers on one form are a story of every run (e2e/projects.e2e.ts, "two report the same month").
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { builtActions } from "./actions.ts";
import { type Built, brokenCopy, builtServer, demonstrationIn } from "./built.ts";
import { type Form, formsIn, sent } from "./forms.ts";
import { asScriptsSend } from "./hostile-payloads.ts";
import { sampleOf } from "./pages.ts";
import { conclude } from "./result.ts";

const editors = 100;
const accounts = ["lianhua", "office"];

export async function prove([rounds = "10", port = "4360"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  try {
    const database = await demonstrationIn(folder);
    const found = await edited({ port: Number(port), folder, name: "whole", database }, Number(rounds));
    const home = brokenCopy(folder, withoutVersions);
    const blind = await edited({ port: Number(port) + 1, folder, name: "blind", database, home }, 1);
    return await conclude({
      name: "editors",
      rows: [
        {
          row: "R4",
          property: "no lost update",
          figure: `${rounds} rounds of ${editors} parallel editors of one project: ${found.words}`,
          reach: "1 winner a version, 99 conflicts shown with what was typed, 0 silent",
          control: `the build without its look at the version: ${blind.words}`,
          ok: found.isWell && !blind.isWell,
        },
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `requireVersion` of lib/projects/guards.ts as it was built, looking away. */
const withoutVersions = (text: string): string =>
  text.replace(
    /if\((\w+)\.version!==(\w+)\)(throw new \w+\.\w+\(\{\.\.\.\w+,version:\1\.version\},\{name:\1\.updatedBy)/g,
    "if(0)$3",
  );

async function edited(at: Parameters<typeof builtServer>[0], rounds: number) {
  const server = await builtServer(at);
  try {
    const cookies = await Promise.all(accounts.map((name) => server.signIn(name)));
    const { project } = sampleOf(server.file);
    const path = `/projects/${project}/edit`;
    const totals = { winners: 0, conflicts: 0, withTyped: 0, otherwise: 0, wrong: 0 };
    for (let round = 0; round < rounds; round++) {
      const before = kept(server.file, project);
      const form = await formAt(server, path, cookies[0] as string);
      const answers = await Promise.all(
        Array.from({ length: editors }, (_, nth) =>
          edit(server, {
            path,
            form,
            cookie: cookies[nth % cookies.length] as string,
            typed: `${round}-${nth} 号意见`,
          }),
        ),
      );
      const won = answers.filter(({ status }) => status === "done");
      const lost = answers.filter(({ status }) => status === "conflict");
      totals.winners += won.length;
      totals.conflicts += lost.length;
      totals.withTyped += lost.filter(({ isTypedBack }) => isTypedBack).length;
      totals.otherwise += answers.length - won.length - lost.length;
      // What stands is the winner's, one version on, with one event: nobody else's was written, before or
      // after.
      const after = kept(server.file, project);
      const isOne =
        after.version === before.version + 1 &&
        after.versions === before.versions + 1 &&
        after.events === before.events + 1;
      if (!isOne || after.description !== won[0]?.typed) totals.wrong++;
    }
    const { winners, conflicts, withTyped, otherwise, wrong } = totals;
    return {
      isWell:
        winners === rounds &&
        conflicts === rounds * (editors - 1) &&
        withTyped === conflicts &&
        otherwise === 0 &&
        wrong === 0,
      words: `${winners} winners, ${conflicts} conflicts, ${withTyped} of them with what was typed, ${otherwise} answered otherwise; rounds after which the project is not the winner's alone: ${wrong}`,
    };
  } finally {
    await server.stop();
  }
}

async function formAt(server: Built, path: string, cookie: string): Promise<Form> {
  const { text } = await server.ask(path, { headers: { cookie, accept: "text/html" } });
  const form = formsIn(text, path).find(({ fields }) => fields.some(({ name }) => name === "description"));
  if (!form) throw new Error(`${path} has no form to edit the project with.`);
  return form;
}

/** Sends the form as a page's script does, with another description. */
async function edit(
  server: Built,
  { path, form, cookie, typed }: { path: string; form: Form; cookie: string; typed: string },
) {
  const id = builtActions().find(({ name }) => name.endsWith("projects/actions edit"))?.id ?? "";
  const data = sent(form, (field) =>
    field.name === "description" ? typed : field.name === "key" ? randomUUID() : asItCame(field),
  );
  data.append("scripted", "1");
  const { text } = await server.ask(path, {
    method: "POST",
    headers: { cookie, "next-action": id, accept: "text/x-component" },
    body: asScriptsSend(data),
  });
  const status = /"status":"(\w+)"/.exec(text)?.[1] ?? "";
  return { typed, status, isTypedBack: text.includes(`"description":["${typed}"]`) };
}

/** What the page came with. */
const asItCame = ({ kind, value, isChecked }: Form["fields"][number]): string | null =>
  kind === "check" && !isChecked ? null : value;

function kept(file: string, project: number) {
  const db = new Database(file, { readonly: true });
  try {
    const one = (statement: string) => db.prepare(statement).pluck().get(project);
    return {
      version: Number(one("SELECT version FROM project WHERE id = ?")),
      description: one("SELECT description FROM project WHERE id = ?"),
      versions: Number(one("SELECT count(*) FROM project_version WHERE project_id = ?")),
      events: Number(one("SELECT count(*) FROM audit_event WHERE verb = 'project.edit' AND subject_id = ?")),
    };
  } finally {
    db.close();
  }
}
