import type { Metadata } from "next";
import { HeadOnPaper } from "#lib/audit/input.ts";
import { type Belongs, figuresOnPaper, verifyHead } from "#lib/audit/queries/trail.ts";
import { localTime } from "#lib/core/dates.ts";
import { getTranslations, knownWord } from "../_server/i18n/translations.ts";
import { anonymous, sessionContext } from "../_server/session/session.ts";
import { ScrollBox } from "../_ui/live-table.tsx";
import { one, type Query } from "../_ui/search-params.ts";
import { Doorway } from "../login/doorway.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("verify"))("title") };
}

/**
 * Whoever holds a print asks here whether its head belongs to this trail: no account, a phone in the meeting
 * room.
 */
export default async function VerifyPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { seq = "", head = "" } = await asked(searchParams);
  const t = await getTranslations("verify");
  const given = HeadOnPaper.safeParse({ seq, head });
  const isAsked = seq !== "" || head !== "";
  return (
    <Doorway title={t("title")} problem={isAsked && !given.success ? t("invalid") : undefined}>
      {given.success && (
        <Answer
          belongs={await verifyHead((await anonymous()).db, given.data)}
          figures={await figuresFor(given.data)}
        />
      )}
      <form method="get" action="/verify" className="no-print grid gap-4">
        <p className="note">{t("intro")}</p>
        <div>
          <label htmlFor="seq" className="mb-1 block text-[13px] text-ink-2">
            {t("seq")}
          </label>
          <input
            id="seq"
            name="seq"
            className="input min-h-11"
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
            defaultValue={seq}
            required
          />
        </div>
        <div>
          <label htmlFor="head" className="mb-1 block text-[13px] text-ink-2">
            {t("head")}
          </label>
          <input
            id="head"
            name="head"
            className="input min-h-11 font-mono"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            defaultValue={head}
            aria-describedby="head-hint"
            required
          />
          <p id="head-hint" className="note mt-1">
            {t("headHint")}
          </p>
        </div>
        <button type="submit" className="button button-primary min-h-11">
          {t("submit")}
        </button>
      </form>
      <p className="note">{t("about")}</p>
    </Doorway>
  );
}

async function asked(searchParams: Promise<Query>) {
  const query = await searchParams;
  return { seq: one(query.seq)?.slice(0, 40), head: one(query.head)?.slice(0, 40) };
}

/** What stood on the paper, for somebody who is signed in and may print it; others read no figure here. */
async function figuresFor(head: HeadOnPaper): Promise<string[] | null> {
  const ctx = await sessionContext();
  return ctx && figuresOnPaper(ctx, head);
}

async function Answer({ belongs, figures }: { belongs: Belongs; figures: string[] | null }) {
  const t = await getTranslations("verify");
  if (!belongs) {
    return (
      <div role="status" className="grid gap-1.5 rounded-md bg-bad-bg px-3 py-2.5">
        <p className="font-bold text-bad">✕ {t("no")}</p>
        <p>{t("noNote")}</p>
      </div>
    );
  }
  const { seq, at, print } = belongs;
  return (
    <div role="status" className="grid gap-1.5 rounded-md bg-ok-bg px-3 py-2.5">
      <p className="font-bold text-[#096b46]">✓ {t("yes")}</p>
      <p>{t("yesNote", { seq: String(seq), at: localTime(at) })}</p>
      <p>
        {print
          ? t("printed", {
              what: knownWord(t, `what.${print.kind}`) ?? print.kind,
              on: print.asOf,
              size: print.size,
            })
          : t("other")}
      </p>
      {print?.digest && (
        <p>{t.rich("digest", { digest: print.digest, code: (text) => <code>{text}</code> })}</p>
      )}
      {figures && <Figures lines={figures} />}
      {print && !figures && <p className="note">{t("content")}</p>}
    </div>
  );
}

/** Line by line, in yuan to the fen and in percent, whatever unit the paper has. */
async function Figures({ lines }: { lines: string[] }) {
  const t = await getTranslations("verify");
  const cells = lines.map((line) => line.replace(/^# /, "").split(" | "));
  const widest = Math.max(...cells.map((row) => row.length));
  return (
    <>
      <p>{t("figures")}</p>
      <ScrollBox label={t("figuresLabel")}>
        <table className="grid-table bg-white">
          <caption className="sr-only">{t("figuresLabel")}</caption>
          <tbody>
            {cells.map((row, at) => {
              const isHead = lines[at]?.startsWith("# ");
              const Cell = isHead ? "th" : "td";
              return (
                <tr key={row.slice(0, 2).join()}>
                  {row.map((text, column) => (
                    <Cell
                      key={`${column}${text}`}
                      {...(isHead ? { scope: "col" } : {})}
                      colSpan={column === row.length - 1 ? widest - column : undefined}
                      className={`whitespace-nowrap ${/^-?\d+\.\d\d$/.test(text) ? "num" : ""}`}
                    >
                      {isHead ? (knownWord(t, `figure.${text}`) ?? text) : text}
                    </Cell>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
