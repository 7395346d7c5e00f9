import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('policy', {
  not_your_region: {
    status: 403,
    title: { zh: '这不是本地区的事', en: 'This is not your region’s affair' },
    remedy: {
      zh: '本地区及下辖地区由本级主管部门办理；全市的由市主管部门办理',
      en: 'Each authority acts for its region and those below; the city’s authority for all of it',
    },
  },
  unknown_profile: {
    status: 400,
    title: { zh: '没有名为“{profile}”的规定', en: 'There is no profile “{profile}”' },
    remedy: { zh: '现有：{known}', en: 'There are: {known}' },
  },
  same_profile: {
    status: 409,
    title: {
      zh: '该地区到这一天适用的就是这一规定',
      en: 'The region follows this profile on that day already',
    },
    remedy: { zh: '请选择另一规定或另一日期', en: 'Choose another profile or another date' },
  },
  in_the_past: {
    status: 400,
    title: {
      zh: '切换不溯及既往：最早从今天（{today}）起',
      en: 'A switch is not retroactive: from today ({today}) at the earliest',
    },
    remedy: { zh: '请选择今天或以后的日期', en: 'Choose today or a later date' },
  },
  unknown_text: {
    status: 404,
    title: { zh: '法规库里没有这一条：{text}', en: 'The library has no such text: {text}' },
    remedy: { zh: '请先把它录入法规库', en: 'Enter it into the law library first' },
  },
  already_repealed: {
    status: 409,
    title: { zh: '这一条已登记废止', en: 'This repeal is entered already' },
    remedy: {
      zh: '登记有误的，请先撤回原登记，写明原因',
      en: 'If it was entered wrongly, withdraw it first and say why',
    },
  },
  article_twice: {
    status: 422,
    title: { zh: '正文里有两处“{article}”', en: 'The text has {article} twice' },
    remedy: {
      zh: '请核对正文；附件请作为另一部法规录入',
      en: 'Compare it with the original; enter an annex as a text of its own',
    },
  },
  ends_before: {
    status: 422,
    title: {
      zh: '失效日期 {until} 早于施行日期 {from}',
      en: 'It would end on {until}, before it begins on {from}',
    },
    remedy: { zh: '请核对这两个日期', en: 'Compare the two dates with the text' },
  },
  law_known: {
    status: 409,
    title: { zh: '法规库里已有《{title}》', en: 'The library has “{title}” already' },
    remedy: { zh: '修订后的文本请写明新的文号', en: 'Give a revised text its own number' },
  },
});
