import { causeInWords } from "#app/_parts/board/cause.tsx";
import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
import { ItemState } from "#app/(desk)/board/meetings/sections/item-state.tsx";
import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";

type Item = MeetingRoom["agenda"][number]["item"];

/** What the meeting looks at, in order: each with its light, whose it is and by when. */
export async function Agenda({ room }: { room: MeetingRoom }) {
  const t = await getTranslations("meeting");
  const turned = await turnsInWords(room);
  const ofProject = (item: Item) => (item.kind === "project" ? item.project : null);
  return (
    <section>
      <h2 className="mb-1.5">{t("agenda")}</h2>
      <Table
        label={t("agenda")}
        rows={room.agenda}
        rowKey={({ item }) => (item.kind === "project" ? `p${item.project.id}` : `v${item.village.id}`)}
        empty={<p className="text-ink-2">{t("nothing")}</p>}
        columns={[
          { kind: "count", head: t("number"), cell: (_, at) => at + 1 },
          {
            head: t("light"),
            cell: ({ item }) => (item.kind === "project" ? <LightMark light={item.project.light} /> : "—"),
          },
          {
            kind: "name",
            head: t("what"),
            look: "min-w-40",
            cell: ({ item }) => (
              <>
                <ItemName item={item} />
                <span className="block text-xs text-ink-2">
                  <ItemState item={item} year={room.board.year} />
                  {item.kind === "project" && turned.has(item.project.id) && (
                    <span className="block">{turned.get(item.project.id)}</span>
                  )}
                </span>
              </>
            ),
          },
          {
            kind: "line",
            head: t("owner"),
            cell: ({ item }) => (item.kind === "project" ? <Name of={item.project.owner} /> : "—"),
          },
          { kind: "day", head: t("due"), cell: ({ item }) => ofProject(item)?.dueOn },
          { kind: "count", head: t("comments"), cell: ({ comments }) => comments.length || "—" },
        ]}
      />
    </section>
  );
}

const ItemName = ({ item }: { item: Item }) =>
  item.kind === "project" ? (
    <>
      {item.project.name}{" "}
      <span className="text-xs whitespace-nowrap text-ink-3">
        <Name of={item.project.town} />
      </span>
    </>
  ) : (
    <Name of={item.village.name} />
  );

/** Of each project whose light turned since the last meeting, from what to what and why. */
async function turnsInWords({ board }: MeetingRoom): Promise<Map<number, string>> {
  const t = await getTranslations("meeting");
  const light = await getTranslations("light");
  const said = await causeInWords();
  return new Map(
    board.changes.lights.map(({ project, from, to, cause }) => [
      project.id,
      t("turned", { from: light(from), to: light(to), cause: said(cause) }),
    ]),
  );
}
