import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { destination, failure } from "#app/_server/live/backup-clock.ts";
import { context } from "#app/_server/session/session.ts";
import { Act } from "#app/_ui/act.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { type Backup, backupsOf } from "#lib/backup/queries/backups.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { make } from "./actions.ts";
import { ageOf, Copies } from "./sections/copies.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("backups") };
}

/** The copies of the database: how old, how large, whether they hold, and a button that makes one more. */
export default async function BackupsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("backup.read");
  const t = await getTranslations();
  const places = destination();
  const backups = await backupsOf(ctx, places);
  return (
    <>
      <PageHead title={t("backups.title")} done={(await searchParams).done}>
        {places.folder !== null && may(ctx.actor, "backup.make") && (
          <Act
            action={make}
            fields={{}}
            label={t("backups.now")}
            offline={t("app.notDone")}
            className="button-primary"
          />
        )}
      </PageHead>
      <State newest={backups[0]} off={places.folder === null} />
      <section className="sheet min-w-0">
        <header className="sheet-head">
          <h2>{t("backups.list")}</h2>
          <span className="note">{t("backups.note")}</span>
        </header>
        <Copies
          backups={backups}
          empty={
            <Empty why="none">
              <p>{t(places.folder === null ? "backups.off" : "backups.none")}</p>
            </Empty>
          }
        />
        <p className="note border-t border-line px-4 py-3">
          {t("backups.kept")} {t("backups.restore")}
        </p>
      </section>
    </>
  );
}

/** How old the newest is, and what went wrong since. */
async function State({ newest, off }: { newest: Backup | undefined; off: boolean }) {
  const t = await getTranslations();
  const failed = off ? null : failure();
  const why =
    failed?.why === "second"
      ? `${t("backups.second")} ${t("backups.secondNo")}`
      : t(`refused.${failed?.why ?? "backup.unfit"}`);
  return (
    <>
      {failed && (
        <p role="alert" className="mb-4 rounded-md border border-bad bg-bad-bg px-4 py-3 text-bad">
          ■ {t("backups.failedAt", { at: minuteOf(failed.at), why })}
        </p>
      )}
      {newest && (
        <p className="mb-4">
          {t("backups.newest", { at: minuteOf(newest.madeAt), age: await ageOf(newest) })}
        </p>
      )}
    </>
  );
}
