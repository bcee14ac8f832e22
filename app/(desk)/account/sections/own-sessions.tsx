import { getTranslations } from "#app/_server/i18n/translations.ts";
import { signedIn } from "#app/_server/session/session.ts";
import { Act } from "#app/_ui/act.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { ownSessions } from "#lib/people/queries/people.ts";
import { doorOf } from "#lib/people/queries/sign-in-rules.ts";
import { end } from "../actions.ts";

/** Where one is signed in; every place but this can be signed out from here. */
export async function Sessions({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations();
  const here = (await signedIn())?.session.sessionId;
  const door = await doorOf(ctx.db);
  return (
    <section className="sheet">
      <header className="sheet-head">
        <h2>{t("account.sessions")}</h2>
        <span className="note">
          {t("account.sessionsNote", { minutes: door.idleMinutes, hours: door.absoluteHours })}
        </span>
      </header>
      <Table
        label={t("account.sessions")}
        box="p-4 pt-2"
        look="[&_td]:align-middle! [&_th]:align-middle!"
        rows={await ownSessions(ctx, new Date())}
        rowKey={({ id }) => id}
        columns={[
          { head: t("account.began"), cell: ({ createdAt }) => minuteOf(createdAt) },
          { head: t("account.seen"), cell: ({ seenAt }) => minuteOf(seenAt) },
          {
            kind: "act",
            head: t("account.endSession"),
            look: "num",
            cell: ({ id }) =>
              id === here ? (
                <span className="note">{t("account.thisSession")}</span>
              ) : (
                <Act
                  action={end}
                  fields={{ sessionId: id, key: crypto.randomUUID() }}
                  label={t("account.endSession")}
                  offline={t("app.notDone")}
                />
              ),
          },
        ]}
      />
    </section>
  );
}
