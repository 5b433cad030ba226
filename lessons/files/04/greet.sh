#!/bin/bash
echo "hello, $WHO"
