// 简体中文：日志的筛选与导出。
import type { Messages } from './messages.ts';

export const searchZhCn: Messages['activity']['search'] = {
  label: '筛选',
  anyKind: '全部',
  level: '风险',
  anyLevel: '不限',
  from: '从',
  to: '到',
  wrongOrder: '此日期早于起始日期。',
  clear: '清除',
  suspicious: '仅可疑',
  listLabel: '符合条件的条目，最新的在前',
  searching: (scanned, total, found) => `已查找 ${scanned} / ${total}。${found}`,
  stopped: (scanned, total, found) => `已停止，查找了 ${scanned} / ${total} 条。${found}`,
  found: (_n, count) => `${count} 条符合条件。`,
  goOn: '继续',
  full: (count) => `仅显示最新的 ${count} 条。请缩小筛选范围以查看更早的条目。`,
  damaged: (_n, count) => `${count} 条不符，无法判断是否符合条件，已一并列出。`,
  nothingYet: '尚未找到…',
  nothingSoFar: '目前未找到。',
  emptyTitle: '没有符合条件的条目',
  emptyText: '请更改或清除筛选条件。',
};

export const exportZhCn: Messages['activity']['export'] = {
  open: '导出…',
  title: '导出日志',
  everything: (count) => `将保存全部 ${count} 条，最新的在前。`,
  filtered: '将保存符合筛选条件的条目，最新的在前。',
  content:
    'TEE 会为此解密这些条目。文件本身不加密，请存放在只有您能读取的位置。时间为 UTC，金额以 wei 为单位。电子表格会对长数字取近似值；文件中保留每一位。',
  withFeatures: '包含未擦除的特征数据（您的输入与指针动作）',
  formats: { csv: '保存为 CSV…', json: '保存为 JSON…' },
  reading: (scanned, total) => `已读取 ${scanned} / ${total}`,
  stop: '停止',
  saved: (_n, count) => `已保存 ${count} 条。`,
  files: (count) => `分为 ${count} 个文件，因为单个文件最多 64 MiB。`,
  damaged: (_n, count) => `${count} 条不符，文件中仅有其编号。`,
  nothingSaved: '已停止，未保存任何内容。',
  partSaved: (count) => `已停止。此前已保存 ${count} 个文件，不含更早的条目。`,
};

export const decisionZhCn: Messages['activity']['decision'] = {
  command: '命令',
  denied: '已拒绝；当时告知对方',
  askedForProof: '尚未执行；当时告知对方',
  suppressed: '此前未记录的拒绝次数',
  event: '结果',
  events: { attempt: '尝试', success: '成功' },
  factors: '证明方式',
  enrolled: '已设置的验证方式',
};

export const signingRecordZhCn: Messages['activity']['signing'] = {
  shown: '供签名审阅的内容',
  signed: '已签署',
  contact: '地址',
  nameBefore: '此前的名称',
  nameAfter: '此后的名称',
  removed: '无：已从地址簿移除',
};
