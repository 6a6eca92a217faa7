-- Conferral's crosswalk in Oracle, as a MERGE. Not run against a server by Conferral's own tests: writing it is rehearsed in a
-- transaction that is rolled back, before every run, and refused where it does not hold.
-- Oracle keeps an empty text as NULL, so the platform of a credential that was sent nowhere is stored as '-'. Lengths are in characters:
-- VARCHAR2(60) alone counts bytes. The statements have no semicolon at their end, which Oracle's providers refuse, and no AS before
-- the name of a table; the columns of ON are not updated (ORA-38104). Parameters are bound by name (Conferral sets BindByName).
-- conferral.yaml:  provider: Oracle.ManagedDataAccess.Client.OracleClientFactory   providerAssembly: PATH/Oracle.ManagedDataAccess.dll
--
-- CREATE TABLE clr_crosswalk (
--   sis_student_id VARCHAR2(60 CHAR) NOT NULL, platform_id VARCHAR2(60 CHAR) NOT NULL, sis_record_key VARCHAR2(200 CHAR) NOT NULL,
--   clr_credential_id VARCHAR2(200 CHAR) NOT NULL, platform_resource_url VARCHAR2(2000 CHAR), credential_version NUMBER(9) NOT NULL,
--   status VARCHAR2(20 CHAR) NOT NULL, doc_sha256 CHAR(64) NOT NULL, confirmed_at VARCHAR2(40 CHAR), row_sha256 CHAR(64) NOT NULL,
--   PRIMARY KEY (sis_student_id, platform_id, sis_record_key))

-- conferral: read
SELECT clr_credential_id, platform_resource_url, credential_version, status, doc_sha256, row_sha256
FROM clr_crosswalk
WHERE sis_student_id = :sis_student_id AND platform_id = NVL(:platform_id, '-') AND sis_record_key = :sis_record_key

-- conferral: write
MERGE INTO clr_crosswalk t
USING (SELECT :sis_student_id sis_student_id, NVL(:platform_id, '-') platform_id, :sis_record_key sis_record_key FROM dual) s
ON (t.sis_student_id = s.sis_student_id AND t.platform_id = s.platform_id AND t.sis_record_key = s.sis_record_key)
WHEN MATCHED THEN UPDATE SET
  t.clr_credential_id = :clr_credential_id, t.platform_resource_url = :platform_resource_url, t.credential_version = :credential_version,
  t.status = :status, t.doc_sha256 = :doc_sha256, t.confirmed_at = NULL, t.row_sha256 = :row_sha256
WHEN NOT MATCHED THEN INSERT
  (sis_student_id, platform_id, sis_record_key, clr_credential_id, platform_resource_url, credential_version, status, doc_sha256, row_sha256)
  VALUES (:sis_student_id, NVL(:platform_id, '-'), :sis_record_key, :clr_credential_id, :platform_resource_url, :credential_version, :status, :doc_sha256, :row_sha256)

-- conferral: confirm
UPDATE clr_crosswalk SET confirmed_at = :confirmed_at
WHERE sis_student_id = :sis_student_id AND platform_id = NVL(:platform_id, '-') AND sis_record_key = :sis_record_key AND confirmed_at IS NULL AND row_sha256 = :row_sha256
