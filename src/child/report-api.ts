// A program of its own: has the project's own api-extractor report what entries export, and writes the reports to descriptor 3. No code of the project runs, and nothing is written in it.
import process from 'node:process';
import { reportApi } from './api-reports.js';
import { writeResult } from './write-result.js';
import type { ApiReportRequest } from '../model/api-report.js';

writeResult(JSON.stringify(reportApi(JSON.parse(process.argv[2]!) as ApiReportRequest)));
