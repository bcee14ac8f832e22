-- What a database already held: what stands now stands for its whole past, as nothing else is known of it.
INSERT INTO project_version (project_id, version, name, pinyin, initials, type, sector, approaches, town_id, owner, contact, contact_phone, description, same_as_id, ended_on, ended_reason, updated_by, recorded_at) SELECT id, version, name, pinyin, initials, type, sector, approaches, town_id, owner, contact, contact_phone, description, same_as_id, ended_on, ended_reason, updated_by, created_at FROM project;
--> statement-breakpoint
INSERT INTO project_village_version (project_id, project_version, village_id, share_bp, recorded_at) SELECT v.project_id, p.version, v.village_id, v.share_bp, p.created_at FROM project_village v JOIN project p ON p.id = v.project_id;
--> statement-breakpoint
INSERT INTO division_version (division_id, version, plan, contact, contact_phone, updated_by, recorded_at) SELECT id, version, plan, contact, contact_phone, updated_by, updated_at FROM division WHERE updated_at IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER project_version_no_update BEFORE UPDATE ON project_version BEGIN SELECT RAISE(ABORT, 'project_version is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER project_version_no_delete BEFORE DELETE ON project_version BEGIN SELECT RAISE(ABORT, 'project_version is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER project_village_version_no_update BEFORE UPDATE ON project_village_version BEGIN SELECT RAISE(ABORT, 'project_village_version is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER project_village_version_no_delete BEFORE DELETE ON project_village_version BEGIN SELECT RAISE(ABORT, 'project_village_version is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER division_version_no_update BEFORE UPDATE ON division_version BEGIN SELECT RAISE(ABORT, 'division_version is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER division_version_no_delete BEFORE DELETE ON division_version BEGIN SELECT RAISE(ABORT, 'division_version is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER light_override_no_update BEFORE UPDATE ON light_override BEGIN SELECT RAISE(ABORT, 'light_override is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER light_override_no_delete BEFORE DELETE ON light_override BEGIN SELECT RAISE(ABORT, 'light_override is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER comment_no_update BEFORE UPDATE ON comment BEGIN SELECT RAISE(ABORT, 'comment is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER comment_no_delete BEFORE DELETE ON comment BEGIN SELECT RAISE(ABORT, 'comment is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER map_import_no_update BEFORE UPDATE ON map_import BEGIN SELECT RAISE(ABORT, 'map_import is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER map_import_no_delete BEFORE DELETE ON map_import BEGIN SELECT RAISE(ABORT, 'map_import is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER map_shape_no_update BEFORE UPDATE ON map_shape BEGIN SELECT RAISE(ABORT, 'map_shape is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER map_shape_no_delete BEFORE DELETE ON map_shape BEGIN SELECT RAISE(ABORT, 'map_shape is append-only'); END;
