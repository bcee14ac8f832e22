import { asc, eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { divisions, type Role, sessions } from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import { addMonths } from "#lib/core/dates.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { createPerson } from "#lib/people/commands/people.ts";
import { enrolSecondFactor } from "#lib/people/commands/second-factor.ts";
import { offeredSecret } from "#lib/people/store/second-factor.ts";
import { newToken, tokenHashOf } from "#lib/people/store/sessions.ts";
import { plantProject } from "./project.ts";
import type { World } from "./world.ts";

export type Stage = Awaited<ReturnType<typeof setStage>>;

/**
 * What deeds are done to: a town's villages, and as many projects, people and empty cells of the books as are
 * asked for.
 */
export async function setStage(world: World) {
  const town = await world.town("莲花镇");
  const villages = await world.db
    .select()
    .from(divisions)
    .where(eq(divisions.parentId, town.id))
    .orderBy(asc(divisions.code));
  const books = (await accountsOf(world.db, "2016-11")).filter(
    ({ kind }) => kind === "operating" || kind === "subsidy" || kind === "other",
  );
  const office = await world.actor("office");
  let cells = 0;
  let months = 0;
  let made = 0;

  /** An account with a password. */
  async function account(role: Role = "office") {
    const username = `person-${++made}`;
    const given = {
      username,
      name: "办事员",
      post: "",
      role,
      scopeId: world.district.id,
      password,
      mustChangePassword: false,
    };
    const { id } = await createPerson(world.as(world.operator), given);
    return { id, username, name: "办事员", role, scope: world.district } satisfies Actor;
  }
  /** A session of somebody, with its token. */
  async function session(actor: Actor) {
    const token = newToken();
    const at = new Date().toISOString();
    const row = {
      tokenHash: tokenHashOf(token),
      personId: actor.id as number,
      secondFactor: false,
      createdAt: at,
      seenAt: at,
    };
    const [started] = await world.db.transaction((tx) =>
      tx.insert(sessions).values(row).returning({ id: sessions.id }),
    );
    return { token, sessionId: started?.id as number };
  }
  /** Somebody whose device makes one-time codes of `secret`, in a session. */
  async function enrolled(given?: Actor) {
    const actor = given ?? (await account("auditor"));
    const own = await session(actor);
    const secret = offeredSecret(own.token);
    const at = new Date();
    await enrolSecondFactor(world.as(actor), codeOf(secret, at), own, at);
    return { actor, secret, sessionId: own.sessionId };
  }

  return {
    world,
    town,
    account,
    session,
    enrolled,
    office: world.as(office),
    admin: world.as(await world.actor("admin")),
    /** Another number each time. */
    next: () => ++made,
    village: () => villages[++made % villages.length] as (typeof villages)[number],
    /** A village's month and account in which nothing has been posted. */
    cell() {
      const at = cells++;
      const village = villages[at % villages.length] as (typeof villages)[number];
      const month = addMonths("2016-12", -(Math.floor(at / villages.length) % 130));
      const account = books[Math.floor(at / villages.length / 130)];
      if (!account) throw new Error(`No empty cell is left: ${at} were asked for`);
      return { villageId: village.id, month, accountId: account.id };
    },
    /** As a sheet names them: a village's code and name, an account's heading. */
    named: (villageId: number, accountId: number) => {
      const village = villages.find((each) => each.id === villageId);
      const account = books.find((each) => each.id === accountId);
      return {
        village: `${village?.code},${village?.shortName}`,
        account: `${account?.code} ${account?.name}（元）`,
      };
    },
    /** A month of the town that nobody has filed; nothing was posted in it. */
    month: () => addMonths("2004-12", -months++),
    project: () =>
      plantProject(world, {
        town: town.shortName,
        villages: { [villages[0]?.shortName ?? ""]: 10_000 },
        name: "莲花茶园",
      }),
  };
}

export const password = "first-pass-88";
export const codeOf = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

/** A new person of a role: a town's clerk of the stage's town, others of the district. */
export const newcomer = ({ world, town }: Stage, role: Role) =>
  world.newcomer(role, role === "town" ? town.shortName : undefined);
