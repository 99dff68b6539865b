import { describe, expect, it } from 'vitest'
import { taskOf, taskOfHeading } from './task.ts'

describe('taskOf', () => {
  it.each([
    ['If you want to rename a branch, use `git branch -m`.', 'rename a branch'],
    ['To rename a branch, use `git branch -m`.', 'rename a branch'],
    ['You can rename your branch by calling `rename()`.', 'rename my branch'],
    ['Use `rename()` to rename a branch.', 'rename a branch'],
    ['The `rename` helper allows you to rename a branch.', 'rename a branch'],
    ['The simplest way to rename a branch is to call `rename()`.', 'rename a branch'],
  ])('finds the task of %j', (sentence, task) => {
    expect(taskOf(sentence)?.task).toBe(task)
  })

  it.each([
    'The moon is far away.',
    'You may be eligible for a pension.',
    'If you want to use it, read on.',
    'To be honest, we do not know.',
    'To confirm the result, we repeated the measurement.',
    'You can see more below.',
    'If you want to leave, you should not.',
  ])('finds none in %j', (sentence) => {
    const task = taskOf(sentence)
    expect(task === null || !task.isComplete).toBe(true)
  })
})

describe('taskOfHeading', () => {
  it.each([
    ['Creating a middleware', 'create a middleware'],
    ['Change port number', 'change port number'],
    ['Defining Multiple Users', 'define multiple users'],
    ['How to write a plugin', 'write a plugin'],
  ])('reads %j as %j', (heading, task) => {
    expect(taskOfHeading(heading)).toBe(task)
  })

  it.each([
    'File Uploads',
    'Routing priority',
    'Overview',
    'Using with Vite',
    'Error handling',
    'Modifying `sent` is now forbidden',
    'Deploy',
  ])('reads no task in %j', (heading) => {
    expect(taskOfHeading(heading)).toBeNull()
  })
})
