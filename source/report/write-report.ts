import { reportPage } from './html/page.ts';
import { jsonText } from './json-text.ts';
import { reportMarkdown } from './markdown/report-markdown.ts';
import type { Report } from './model.ts';
import { reportData } from './report-data.ts';

export const reportFormats = ['html', 'md', 'json'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** A report as the text of a file. */
export function writeReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'html':
      return reportPage(report);
    case 'md':
      return reportMarkdown(report);
    case 'json':
      return jsonText(reportData(report));
  }
}
