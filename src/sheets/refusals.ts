import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('sheets', {
  unknown_kind: {
    status: 422,
    title: { zh: '“{name}”不是 .xlsx 或 .csv 文件', en: '“{name}” is neither an .xlsx nor a .csv file' },
    remedy: {
      zh: '请在 WPS 或 Excel 里另存为 .xlsx 或 .csv 后再上传',
      en: 'Save it as .xlsx or .csv in WPS or Excel and upload that',
    },
  },
  rows_wrong: {
    status: 422,
    title: {
      zh: '表格里有 {wrong} 行不正确，没有保存任何内容',
      en: '{wrong} rows of the sheet are wrong; nothing was saved',
    },
    remedy: {
      zh: '请改正后再上传，或选择只保存正确的行',
      en: 'Correct them and upload it again, or save the right rows only',
    },
  },
  nothing_right: {
    status: 422,
    title: { zh: '表格里没有可以保存的行', en: 'The sheet has no row that can be saved' },
    remedy: { zh: '请对照模板填写', en: 'Fill it in by the template' },
  },
  not_a_workbook: {
    status: 422,
    title: { zh: '这个文件不是 .xlsx 表格', en: 'This file is no .xlsx workbook' },
    remedy: {
      zh: '请在 WPS 或 Excel 里打开它，另存为 .xlsx 后再上传',
      en: 'Open it in WPS or Excel, save it as .xlsx and upload that',
    },
  },
  other_format: {
    status: 422,
    title: {
      zh: '这个文件是{format}，不是 .xlsx 表格',
      en: 'This file is {formatEn}, not an .xlsx workbook',
    },
    remedy: {
      zh: '请在 WPS 或 Excel 里打开它，另存为“Excel 工作簿（*.xlsx）”后再上传',
      en: 'Open it in WPS or Excel, save it as “Excel Workbook (*.xlsx)” and upload that',
    },
  },
  encrypted: {
    status: 422,
    title: {
      zh: '这个表格设了打开密码，读不出来',
      en: 'This workbook is protected by a password and cannot be read',
    },
    remedy: {
      zh: '请在 WPS 或 Excel 里去掉打开密码，保存后再上传',
      en: 'Remove the password in WPS or Excel, save it and upload it again',
    },
  },
  broken: {
    status: 422,
    title: { zh: '这个表格已损坏：{place}', en: 'This workbook is damaged: {place}' },
    remedy: {
      zh: '请在 WPS 或 Excel 里打开它，看看能否修复，再另存一份上传',
      en: 'Open it in WPS or Excel, see whether it can be repaired, and save it anew',
    },
  },
  swollen: {
    status: 422,
    title: {
      zh: '这个表格解压后太大（{place}，超过{limit}），没有读取',
      en: 'Unpacked, this workbook is too large ({place}, over {limit}); it was not read',
    },
    remedy: {
      zh: '请只保留要导入的工作表，删去空白行列和图片，或分成几个文件',
      en: 'Keep only the sheets to be imported, remove empty rows and pictures, or split the file',
    },
  },
  entities: {
    status: 422,
    title: {
      zh: '这个表格里有不允许的内容（{place} 声明了 DOCTYPE），没有读取',
      en: 'This workbook holds something forbidden ({place} declares a DOCTYPE); it was not read',
    },
    remedy: {
      zh: '请用 WPS 或 Excel 新建表格，把内容粘贴过去后再上传',
      en: 'Make a new workbook in WPS or Excel, paste the contents and upload that',
    },
  },
  sheet_missing: {
    status: 422,
    title: {
      zh: '缺少工作表“{sheet}”（文件里有：{there}）',
      en: 'The sheet “{sheet}” is missing (there are: {there})',
    },
    remedy: {
      zh: '请下载模板，把内容粘贴过去，不要改工作表的名称',
      en: 'Download the template and paste the contents into it; keep the names of its sheets',
    },
  },
  column_missing: {
    status: 422,
    title: {
      zh: '工作表“{sheet}”第 {row} 行缺少列：{columns}',
      en: 'Row {row} of the sheet “{sheet}” lacks these columns: {columns}',
    },
    remedy: {
      zh: '请下载模板，把内容粘贴过去，不要改表头',
      en: 'Download the template and paste the contents into it; keep its header row',
    },
  },
  column_twice: {
    status: 422,
    title: {
      zh: '工作表“{sheet}”有两列都叫“{column}”（{first} 和 {second}）',
      en: 'The sheet “{sheet}” has two columns “{column}” ({first} and {second})',
    },
    remedy: { zh: '请删去其中一列', en: 'Remove one of them' },
  },
  no_rows: {
    status: 422,
    title: { zh: '工作表“{sheet}”是空的', en: 'The sheet “{sheet}” is empty' },
    remedy: {
      zh: '请下载模板，从表头的下一行开始填写',
      en: 'Download the template and fill it in from the row below the header',
    },
  },
  too_many_rows: {
    status: 422,
    title: {
      zh: '工作表“{sheet}”超过 {limit} 行，没有读取',
      en: 'The sheet “{sheet}” has more than {limit} rows; it was not read',
    },
    remedy: { zh: '请分成几个文件，分次导入', en: 'Split it into several files and import them one by one' },
  },
  too_wide: {
    status: 422,
    title: {
      zh: '工作表“{sheet}”第 {row} 行超过 {limit} 列，没有读取',
      en: 'Row {row} of the sheet “{sheet}” has more than {limit} columns; it was not read',
    },
    remedy: {
      zh: '请删去模板以外的列',
      en: 'Remove the columns that are not part of the template',
    },
  },
  wrong_encoding: {
    status: 422,
    title: {
      zh: '这个 .csv 文件的编码不是 UTF-8，也不是 GBK/GB18030（第 {line} 行，第 {byte} 个字节 0x{value}）',
      en: 'This .csv file is neither UTF-8 nor GBK/GB18030 (line {line}, byte {byte}: 0x{value})',
    },
    remedy: {
      zh: '请在 WPS 或 Excel 里打开它，另存为“CSV UTF-8”或 .xlsx 后再上传',
      en: 'Open it in WPS or Excel, save it as “CSV UTF-8” or .xlsx and upload that',
    },
  },
  bad_quotes: {
    status: 422,
    title: {
      zh: '这个 .csv 文件第 {line} 行的引号不成对',
      en: 'The quotes in line {line} of this .csv file do not match',
    },
    remedy: {
      zh: '请改正这一行，或另存为 .xlsx 后再上传',
      en: 'Correct that line, or save the table as .xlsx and upload that',
    },
  },
});
