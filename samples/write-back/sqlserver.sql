-- Conferral's crosswalk in SQL Server, as a MERGE. Not run against a server by Conferral's own tests: writing it is rehearsed in a
-- transaction that is rolled back, before every run, and refused where it does not hold.
-- conferral.yaml:  provider: Microsoft.Data.SqlClient.SqlClientFactory   providerAssembly: PATH/Microsoft.Data.SqlClient.dll
--
-- Keys are compared as they are written: by SQL Server's usual collations a1 and A1 would be one learner. The key has 640 of the 900
-- bytes an index may have. A MERGE ends with a semicolon, and HOLDLOCK keeps two runs from inserting one row twice.
--
-- CREATE TABLE dbo.clr_crosswalk (
--   sis_student_id nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL, platform_id nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
--   sis_record_key nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
--   clr_credential_id nvarchar(200) NOT NULL, platform_resource_url nvarchar(2000) NULL, credential_version int NOT NULL,
--   status nvarchar(20) NOT NULL, doc_sha256 nchar(64) NOT NULL, confirmed_at nvarchar(40) NULL, row_sha256 nchar(64) NOT NULL,
--   PRIMARY KEY (sis_student_id, platform_id, sis_record_key));

-- conferral: read
SELECT clr_credential_id, platform_resource_url, credential_version, status, doc_sha256, row_sha256
FROM dbo.clr_crosswalk
WHERE sis_student_id = @sis_student_id AND platform_id = @platform_id AND sis_record_key = @sis_record_key;

-- conferral: write
MERGE dbo.clr_crosswalk WITH (HOLDLOCK) AS t
USING (SELECT @sis_student_id AS sis_student_id, @platform_id AS platform_id, @sis_record_key AS sis_record_key) AS s
ON t.sis_student_id = s.sis_student_id AND t.platform_id = s.platform_id AND t.sis_record_key = s.sis_record_key
WHEN MATCHED THEN UPDATE SET
  clr_credential_id = @clr_credential_id, platform_resource_url = @platform_resource_url, credential_version = @credential_version,
  status = @status, doc_sha256 = @doc_sha256, confirmed_at = NULL, row_sha256 = @row_sha256
WHEN NOT MATCHED THEN INSERT
  (sis_student_id, platform_id, sis_record_key, clr_credential_id, platform_resource_url, credential_version, status, doc_sha256, row_sha256)
  VALUES (@sis_student_id, @platform_id, @sis_record_key, @clr_credential_id, @platform_resource_url, @credential_version, @status, @doc_sha256, @row_sha256);

-- conferral: confirm
UPDATE dbo.clr_crosswalk SET confirmed_at = @confirmed_at
WHERE sis_student_id = @sis_student_id AND platform_id = @platform_id AND sis_record_key = @sis_record_key AND confirmed_at IS NULL AND row_sha256 = @row_sha256;
