-- What a database already held: what stands now stands for its whole past, as nothing else is known of it.
INSERT INTO project_version (project_id, version, name, pinyin, initials, type, sector, approaches, town_id, owner, contact, contact_phone, description, same_as_id, ended_on, ended_reason, updated_by, recorded_at) SELECT id, version, name, pinyin, initials, type, sector, approaches, town_id, owner, contact, contact_phone, description, same_as_id, ended_on, ended_reason, updated_by, created_at FROM project;
--> statement-breakpoint
INSERT INTO project_village_version (project_id, project_version, village_id, share_bp, recorded_at) SELECT v.project_id, p.version, v.village_id, v.share_bp, p.created_at FROM project_village v JOIN project p ON p.id = v.project_id;
--> statement-breakpoint
INSERT INTO division_version (division_id, version, plan, contact, contact_phone, updated_by, recorded_at) SELECT id, version, plan, contact, contact_phone, updated_by, updated_at FROM division WHERE updated_at IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER project_version_no_change BEFORE UPDATE OR DELETE ON "project_version" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER project_version_no_truncate BEFORE TRUNCATE ON "project_version" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER project_village_version_no_change BEFORE UPDATE OR DELETE ON "project_village_version" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER project_village_version_no_truncate BEFORE TRUNCATE ON "project_village_version" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER division_version_no_change BEFORE UPDATE OR DELETE ON "division_version" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER division_version_no_truncate BEFORE TRUNCATE ON "division_version" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER light_override_no_change BEFORE UPDATE OR DELETE ON "light_override" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER light_override_no_truncate BEFORE TRUNCATE ON "light_override" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER comment_no_change BEFORE UPDATE OR DELETE ON "comment" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER comment_no_truncate BEFORE TRUNCATE ON "comment" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER map_import_no_change BEFORE UPDATE OR DELETE ON "map_import" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER map_import_no_truncate BEFORE TRUNCATE ON "map_import" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER map_shape_no_change BEFORE UPDATE OR DELETE ON "map_shape" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER map_shape_no_truncate BEFORE TRUNCATE ON "map_shape" EXECUTE FUNCTION refuse_change();
