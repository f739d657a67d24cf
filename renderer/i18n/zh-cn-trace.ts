// 简体中文：四层授权，以及记录中可能出现的每一项检查。
import type { Messages } from './messages.ts';

export const traceZhCn: Messages['trace'] = {
  open: '四层检查了什么',
  title: '四层检查，依次进行',
  layers: {
    1: '客户端访问',
    2: '会话与用户',
    3: '权限',
    4: '操作本身',
  },
  layer: (layer) => `第 ${layer} 层`,
  checks: {
    'client-registered': '程序已登记',
    'binary-hash': '是当初登记的程序',
    'operation-allowed': '允许它执行此操作',
    'access-time': '允许它在此时段工作',
    'address-range': '允许它在此网络中工作',
    'rate-limit': '请求不过于频繁',
    session: '会话有效且属于它',
    'logged-in': '有人登录',
    'lock-out': '未因错误次数过多而被锁定',
    factors: '证明正确',
    role: '此人的角色允许该操作',
    'wallet-binding': '此人可以访问该钱包',
    'binding-expiry': '访问权尚未到期',
    permission: '访问权包含该操作',
    'transaction-limit': '未超过单笔限额',
    'daily-limit': '未超过 24 小时限额',
    'risk-score': '风险不过高',
    'fraud-indicators': '没有类似已知骗局的迹象',
    'payload-digest': '证明正是为此请求提供的',
    'required-level': '证明的强度满足要求',
  },
  outcomes: { pass: '通过', deny: '拒绝', 'not-reached': '未执行', 'not-asked': '无需检查' },
  expected: '可通过：',
  actual: '实际：',
};
