import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
import type { Backup } from "#lib/backup/queries/backups.ts";
import { minuteOf } from "#lib/core/dates.ts";

/** The copies, newest first: how old, how large, whether they hold and are at a second place. */
export async function Copies({ backups, empty }: { backups: Backup[]; empty: ReactNode }) {
  const t = await getTranslations("backups");
  const second = backups.some((backup) => backup.second !== null);
  const ages = await Promise.all(backups.map(ageOf));
  return (
    <Table
      label={t("list")}
      box="p-4 pt-2"
      sticky="first"
      look="whitespace-nowrap"
      rows={backups}
      rowKey={({ file }) => file}
      empty={empty}
      columns={[
        { kind: "name", head: t("made"), cell: ({ madeAt }) => minuteOf(madeAt) },
        { head: t("age"), cell: (_, at) => ages[at] },
        { head: t("checked"), look: "text-ok", cell: () => t("holds") },
        second && {
          head: t("second"),
          look: (backup) => (backup.second ? "text-ok" : "text-bad"),
          cell: (backup) => t(backup.second ? "secondYes" : "secondNo"),
        },
        { kind: "count", head: t("size"), cell: ({ bytes }) => `${(bytes / 1e6).toFixed(1)} MB` },
        { kind: "count", head: t("rows"), cell: ({ rows }) => rows.toLocaleString("en-US") },
        {
          head: t("head"),
          cell: ({ head: { seq, hash } }) => (
            <>
              {seq} · <code>{hash.slice(0, 12)}</code>
            </>
          ),
        },
        { head: t("file"), attributes: ({ sha256 }) => ({ title: t("sha", { sha: sha256 }) }), cell: "file" },
      ]}
    />
  );
}

/** How long ago a copy was made, in words. */
export async function ageOf({ madeAt }: Backup): Promise<string> {
  const t = await getTranslations("backups");
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(madeAt)) / 60_000));
  if (minutes < 60) return t("ageMinutes", { count: minutes });
  return minutes < 48 * 60
    ? t("ageHours", { count: Math.floor(minutes / 60) })
    : t("ageDays", { count: Math.floor(minutes / 1440) });
}
