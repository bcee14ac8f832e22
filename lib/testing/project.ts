import { projects, projectVillages, projectVillageVersions } from "#db/schema/index.ts";
import { searchKeys } from "#lib/divisions/rules/names.ts";
import { keepVersion } from "#lib/projects/store/project.ts";
import type { World } from "./world.ts";

let made = 0;

/**
 * A project put straight into the tables, for domains that only need one to exist. Shares are basis points by
 * village.
 */
export async function plantProject(
  world: World,
  {
    town,
    villages,
    level = "village",
    name = "梧侣商贸中心",
    sameAsId = null,
  }: {
    town: string;
    villages: Record<string, number>;
    level?: "village" | "key";
    name?: string;
    sameAsId?: number | null;
  },
): Promise<{ id: number; number: string; name: string; townCode: string }> {
  const place = await world.town(town);
  const parts = await Promise.all(
    Object.entries(villages).map(async ([village, shareBp]) => ({
      villageId: (await world.village(village)).id,
      shareBp,
    })),
  );
  made += 1;
  const number = `${level === "key" ? "区" : "村"}-${String(made).padStart(3, "0")}`;
  return world.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(projects)
      .values({
        number,
        name,
        ...searchKeys(name),
        level,
        type: "trade",
        sector: "economy",
        approaches: ["project"],
        townId: place.id,
        owner: "分管副镇长",
        sameAsId,
        createdOn: "2016-01-01",
        provenance: "real",
        createdAt: "2016-01-01T01:00:00.000Z",
        updatedAt: "2016-01-01T01:00:00.000Z",
      })
      .returning();
    if (!row) throw new Error("The project was not planted");
    const { id } = row;
    await keepVersion(tx, { ...world.as(world.operator), now: new Date(row.createdAt) }, row);
    await tx.insert(projectVillages).values(parts.map((part) => ({ ...part, projectId: id })));
    await tx
      .insert(projectVillageVersions)
      .values(
        parts.map((part) => ({ ...part, projectId: id, projectVersion: 1, recordedAt: row.createdAt })),
      );
    return { id, number, name, townCode: place.code };
  });
}
