import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('reminders', {
  stretch: {
    status: 422,
    title: { zh: '日期范围不对，或超过 {most} 天', en: 'The dates are none, or more than {most} days apart' },
    remedy: { zh: '请缩短范围，起始日期在前', en: 'Choose a shorter stretch, its beginning first' },
  },
});
