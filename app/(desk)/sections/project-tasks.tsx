import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Desk, ProjectTask } from "#lib/filing/queries/tasks.ts";
import { LightOf } from "../projects/sections/light-of.tsx";
import { WhyText } from "../projects/sections/why-text.tsx";
import { LateMonths, Task, TaskList } from "./task.tsx";

/** The projects that owe a report of the month: what is open first, the worst first. */
export async function ProjectTasks({ desk }: { desk: Desk }) {
  const t = await getTranslations("desk");
  const urgency = (task: ProjectTask) => (task.reported ? 10 : 0) - task.lateMonths.length;
  const tasks = desk.projects.toSorted((a, b) => urgency(a) - urgency(b));
  const done = tasks.filter((task) => task.reported).length;
  return (
    <section className="sheet overflow-hidden">
      <div className="sheet-head pb-2.5">
        <h2>{t("projects", { done, count: tasks.length })}</h2>
        <Link className="link text-[13px]" href="/projects">
          {t("allProjects")}
        </Link>
      </div>
      {tasks.length === 0 ? (
        <Empty why="none">
          <Link className="button" href="/projects/new">
            {t("newProject")}
          </Link>
        </Empty>
      ) : (
        <TaskList
          open={tasks.flatMap((task) =>
            task.reported ? [] : [<ProjectRow key={task.id} task={task} desk={desk} />],
          )}
          done={tasks.flatMap((task) =>
            task.reported ? [<ProjectRow key={task.id} task={task} desk={desk} />] : [],
          )}
        />
      )}
    </section>
  );
}

async function ProjectRow({ task, desk }: { task: ProjectTask; desk: Desk }) {
  const t = await getTranslations();
  const { reported, previous, assessment, lateMonths } = task;
  const { month } = desk;
  const label = reported ? t("desk.correct") : t("desk.report");
  return (
    <Task
      done={reported !== undefined}
      name={
        <Link href={`/projects/${task.id}`} className="hover:text-brand-ink hover:underline">
          <small className="font-normal text-ink-3">{task.number}</small> {task.name}
        </Link>
      }
      late={
        <LateMonths
          months={lateMonths}
          to={(when) => `/projects/${task.id}/report?month=${when}`}
          name={task.name}
        />
      }
      action={
        !desk.closed
          ? { href: `/projects/${task.id}/report?month=${month}`, label, name: `${task.name} ${month}` }
          : undefined
      }
    >
      <LightOf light={assessment?.light} override={assessment?.override} />
      {reported ? (
        <span>{t("desk.thisMonth", { pace: task.paceBp / 100, actual: reported.progressBp / 100 })}</span>
      ) : (
        <span>
          {previous
            ? t("desk.paceAndLast", {
                pace: task.paceBp / 100,
                last: previous.progressBp / 100,
                month: previous.month,
              })
            : t("desk.pace", { pace: task.paceBp / 100 })}
        </span>
      )}
      <span className="text-ink-3">{t(`project.phases.${task.phase}`)}</span>
      {assessment && (assessment.light === "yellow" || assessment.light === "red") && (
        <span className="basis-full text-ink-3">
          <WhyText why={assessment.why} remedies={task.remedies} />
        </span>
      )}
    </Task>
  );
}
