import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('papers', {
  empty_file: {
    status: 422,
    title: { zh: '文件是空的', en: 'The file is empty' },
    remedy: { zh: '请检查后重新上传', en: 'Check it and upload it again' },
  },
  broken: {
    status: 422,
    title: { zh: '文件打不开，可能已损坏', en: 'The file cannot be opened; it may be broken' },
    remedy: { zh: '请在电脑上打开确认后重新上传', en: 'Open it on your computer, then upload it again' },
  },
  encrypted: {
    status: 422,
    title: { zh: '文件设有打开密码', en: 'The file is locked by a password' },
    remedy: {
      zh: '请去掉密码后重新上传，否则提供部门打不开',
      en: 'Remove the password; the provider could not open it',
    },
  },
  macros: {
    status: 422,
    title: { zh: '文件带有宏，不能上传', en: 'The file holds macros and cannot be attached' },
    remedy: {
      zh: '请另存为不带宏的 .docx、.xlsx 或 PDF 后上传',
      en: 'Save it as a .docx or .xlsx without macros, or as a PDF',
    },
  },
  archive: {
    status: 422,
    title: { zh: '压缩包不能作为附件', en: 'An archive cannot be attached' },
    remedy: { zh: '请解压后逐个上传', en: 'Unpack it and attach the files one by one' },
  },
  kind_unknown: {
    status: 422,
    title: {
      zh: '只接收 PDF、OFD、Word、Excel 和图片（png、jpg）',
      en: 'Only PDF, OFD, Word, Excel and pictures (png, jpg) are taken',
    },
    remedy: { zh: '请转换成其中一种后上传', en: 'Convert it to one of these' },
  },
  name_without_ending: {
    status: 422,
    title: { zh: '文件名“{name}”没有扩展名', en: 'The name “{name}” has no ending' },
    remedy: { zh: '请补上扩展名，例如 .pdf', en: 'Add its ending, such as .pdf' },
  },
  name_deceives: {
    status: 422,
    title: {
      zh: '文件内容是 {kind}，名称却以 .{ending} 结尾',
      en: 'The file is a {kind}, but its name ends in .{ending}',
    },
    remedy: { zh: '请改正扩展名后重新上传', en: 'Correct its ending and upload it again' },
  },
  too_many: {
    status: 409,
    title: { zh: '附件已有 {limit} 个', en: 'There are {limit} attachments already' },
    remedy: { zh: '请先删除不需要的，或合并成一个文件', en: 'Remove one that is not needed, or join files' },
  },
  attached_already: {
    status: 409,
    title: { zh: '已有内容相同的附件“{name}”', en: 'The same file is attached already as “{name}”' },
    remedy: { zh: '无须重复上传', en: 'It need not be attached twice' },
  },
  closed: {
    status: 409,
    title: { zh: '现在不能增减附件', en: 'Attachments cannot be changed now' },
    remedy: {
      zh: '附件只能由申请部门在提交前或补正时增减；已提交的附件随申请存档',
      en: 'The applicant may change them before it submits and while it supplements; what was submitted is kept',
    },
  },
  secret_marks: {
    status: 422,
    title: {
      zh: '文件名写有“{mark}”，看来涉密，不能上传',
      en: 'The file’s name says “{mark}”: it looks secret and cannot be attached',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台办理，文件没有保存；如属误写，请改正文件名',
      en: 'State and work secrets are not handled here and nothing was saved; if it is a slip, correct the name',
    },
  },
});
