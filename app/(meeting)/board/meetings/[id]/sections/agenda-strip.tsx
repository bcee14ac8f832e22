import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";

/** The agenda in one line: where one is, which light each item has, and what has been said something of. */
export async function AgendaStrip({
  room: { agenda },
  at,
  places,
}: {
  room: MeetingRoom;
  at: number;
  places: string[];
}) {
  const t = await getTranslations();
  return (
    <nav aria-label={t("meeting.agenda")} className="agenda-strip">
      <p className="agenda-count">
        {at === 0 ? t("meeting.opening") : t("meeting.item", { at, of: agenda.length })}
      </p>
      <ol>
        <li>
          <Link
            href={places[0] ?? ""}
            aria-current={at === 0 ? "step" : undefined}
            title={t("meeting.opening")}
          >
            0<span className="sr-only"> {t("meeting.opening")}</span>
          </Link>
        </li>
        {agenda.map(({ item, comments }, index) => {
          const light = item.kind === "project" ? item.project.light : "red";
          const name = item.kind === "project" ? item.project.name : item.village.name;
          const state =
            item.kind === "project"
              ? t(`light.${light}`)
              : t(item.relapsed ? "board.kpi.relapsed" : "board.kpi.notMet");
          const said = t("meeting.listItem", { at: index + 1, name, state });
          const words =
            comments.length > 0 ? t("meeting.commentedItem", { item: said, count: comments.length }) : said;
          return (
            <li key={places[index + 1]}>
              <Link
                href={places[index + 1] ?? ""}
                aria-current={at === index + 1 ? "step" : undefined}
                aria-label={words}
                title={words}
                className={comments.length > 0 ? "is-commented" : undefined}
              >
                <span aria-hidden="true" className={`light-${light}`}>
                  {item.kind === "project" ? lightShapes[light] : "▽"}
                </span>
                {index + 1}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
