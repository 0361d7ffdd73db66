// Shared by every module of ui/.
#pragma once
#include "core_pch.h"

#include <QtCore/QtCore>
#include <QtGui/QtGui>
#include <QtWidgets/QtWidgets>

#include <qcustomplot.h>
